import { limits, type ScriptPanel } from '@backchannel/contracts';
import type { Move, Run } from './run.ts';
import { type ScriptInput, ScriptOutput } from './scripting/exchange.ts';
import { describeFailure, scriptName } from './scripting/program.ts';
import { messagesOf, type Unsent } from './speech.ts';
import { runScript, type ScriptCall, type Steps } from './steps.ts';
import { obeys, type Visit } from './visit.ts';

/** What a script asks for beyond what it has done. */
export interface Panel {
  /** Where it leads, in place of what would come next. */
  readonly move: Move | undefined;
  /** For the interaction's own message. */
  readonly quickReplies: ScriptOutput['quickReplies'];
  readonly delayMs: number | null;
}

const nothing: Panel = { move: undefined, quickReplies: [], delayMs: null };

/** Runs one of an interaction's scripts, if it has it. A script that fails has done nothing; the bot says so and goes on. */
export function* panel(
  interaction: { readonly name: string } & { readonly [Name in ScriptPanel]?: string | undefined },
  name: ScriptPanel,
  visit: Visit,
): Steps<Panel> {
  if (interaction[name] === undefined) return nothing;
  return yield* perform(scriptName(interaction.name, name), visit);
}

/** Runs a script of the bot, or one of its global functions. */
export function* perform(script: ScriptCall['script'], visit: Visit): Steps<Panel> {
  const { run } = visit;
  const { input, conversation } = run.turn;
  const name = typeof script === 'string' ? script : script.global;
  const seed = `${conversation.conversationId}:${visit.id}:${name}`;
  const ran = yield* runScript({ script, input: { ...inputOf(run) }, now: input.at, seed });
  if ('failed' in ran) {
    // Of the globals only the sandbox knows for sure what they define.
    const isAbsent = typeof script !== 'string' && ran.failed.reason === 'missing';
    // What stops a script from outside has no line of it.
    return isAbsent ? nothing : fails(visit, describeFailure({ script: name, ...ran.failed }));
  }
  const output = ScriptOutput.safeParse(ran.output);
  if (!output.success) return fails(visit, `script ${JSON.stringify(name)}: ${issueOf(output.error)}`);
  return applied(output.data, visit);
}

function fails(visit: Visit, sentence: string): Panel {
  visit.run.note(sentence);
  visit.say(visit.run.errorText);
  return nothing;
}

function inputOf(run: Run): ScriptInput {
  const { conversation, session } = run.turn;
  const { conversationId, botId, userId, attributes } = conversation;
  const { memory, words, payload, api, around } = run;
  const { environment, linkGeneration = 0 } = around;
  const ids = { conversationId, botId, userId };
  return {
    ...ids,
    said: words,
    payload,
    webView: session.webView,
    variables: memory.all,
    environment,
    linkGeneration,
    attributes,
    api,
  };
}

function applied(output: ScriptOutput, visit: Visit): Panel {
  const { run } = visit;
  for (const variable of output.set) run.memory.keep(variable);
  for (const line of output.log) run.trace(`log: ${line}`);
  for (const note of output.notes) run.note(note);
  visit.whole = output.whole;
  const { messages, quickReplies, delayMs } = output;
  visit.send(
    delayed(
      messages.flatMap((message) => sent(message, visit)),
      delayMs,
    ),
  );
  return { move: moveOf(output, run), quickReplies, delayMs };
}

function sent({ type, text, quickReplies }: ScriptOutput['messages'][number], visit: Visit): Unsent[] {
  const messages = obeys(visit.run, text) ? [] : type === 'private' ? [{ type, text }] : messagesOf(text, visit.most);
  if (!quickReplies) return messages;
  const carriers = messages.length > 0 || visit.run.ending ? messages : [{ type: 'text', text: '' }];
  return withQuickReplies(carriers, quickReplies);
}

function moveOf({ stopped, trigger }: ScriptOutput, run: Run): Move | undefined {
  if (stopped) return { stop: true };
  if (trigger === null) return undefined;
  if (run.bot.leadsTo(trigger)) return { go: { interaction: trigger } };
  run.note(`setTriggerNextMessage: there is no interaction ${JSON.stringify(trigger)}`);
  return undefined;
}

/** The last text gets what can be tapped. */
export function withQuickReplies(messages: readonly Unsent[], quickReplies: ScriptOutput['quickReplies']): Unsent[] {
  if (quickReplies.length === 0) return [...messages];
  const last = messages.findLastIndex(({ type }) => type === 'text');
  return messages.map((message, place) => {
    if (place !== last) return message;
    const before = (message['quickReplies'] as Panel['quickReplies'] | undefined) ?? [];
    return { ...message, quickReplies: [...before, ...quickReplies] };
  });
}

/** Each is held back so long after the one before it. */
export function delayed(messages: readonly Unsent[], delayMs: number | null | undefined): Unsent[] {
  if (delayMs === null || delayMs === undefined) return [...messages];
  return messages.map((message) => ({ delayMs: Math.min(delayMs, limits.delayMs), ...message }));
}

function issueOf({ issues }: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string {
  const [issue] = issues;
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'its output can not be used';
}

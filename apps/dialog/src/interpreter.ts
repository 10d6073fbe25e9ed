import { limits, type Next, type Session, shownOf, type TurnAnswered, type TurnOpened } from '@backchannel/contracts';
import type { CompiledBot } from './compiled.ts';
import { kindOf } from './interactions/table.ts';
import { type Move, Run } from './run.ts';
import { fill } from './template.ts';

/** What the bot answers. The same turn is always answered in the same way; whatever happens, it is answered. */
export function answer(bot: CompiledBot, opened: TurnOpened): TurnAnswered {
  const turn = opened.session.version === bot.version ? opened : { ...opened, session: afresh(opened, bot.version) };
  try {
    const said = saidIn(turn, bot);
    if (said === undefined) return answerOf(turn, {});
    const run = new Run(bot, turn, said);
    // Later a step may need something from outside here: what was said until then is shown, and the moves go on with it.
    let move: Move | undefined = route(run, turn);
    while (move) move = advance(run, move);
    return bounded(turn, run);
  } catch (error) {
    return failed(turn, {
      errorText: bot.bot.errorText,
      reason: error instanceof Error ? error.message : String(error),
    });
  }
}

/** The session's own version is gone. What has just been posted belongs to the new one. */
function afresh({ input, session }: TurnOpened, version: number): Session {
  const posted = input.kind === 'posted' ? Object.entries(input.variables).filter(([, value]) => value !== null) : [];
  const nothing = { webView: Object.fromEntries(posted), variables: {}, stack: [], waiting: null };
  return { number: session.number + 1, version, startedAt: input.at, ...nothing };
}

/** The answer to a turn that could not be answered: the session is as it was. */
function failed(turn: TurnOpened, { errorText, reason }: { errorText: string; reason: string }): TurnAnswered {
  const text = fill(errorText, () => undefined);
  const replies = [{ id: `${turn.turn}::failed`, type: 'text', text }];
  return answerOf(turn, { replies, failed: true, notes: [reason] });
}

function answerOf(turn: TurnOpened, more: Partial<TurnAnswered>): TurnAnswered {
  const { turn: number, input, conversation, session } = turn;
  const answered = { final: true, failed: false, leaves: 'open', session, conversation } as const;
  return { turn: number, inputId: input.inputId, message: shownOf(input), replies: [], ...answered, ...more };
}

function bounded(turn: TurnOpened, run: Run): TurnAnswered {
  const { replies, stack, waiting, leaves, notes, memory } = run;
  const session = { ...turn.session, variables: memory.session, stack, waiting };
  checkBytes('the replies', replies, limits.repliesBytes);
  checkBytes('the session', session, limits.sessionBytes);
  return answerOf(turn, { replies, session, leaves, ...(notes.length > 0 && { notes }) });
}

function checkBytes(what: string, value: unknown, most: number) {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > most) throw new Error(`${what} would have ${bytes} bytes, more than ${most}`);
}

/** The input's words for the bot; undefined when it has none. */
function saidIn({ input }: TurnOpened, { bot }: CompiledBot): string | undefined {
  switch (input.kind) {
    case 'opened':
      return bot.start;
    case 'said':
      return input.text;
    case 'posted':
      return input.message;
    case 'returned':
    case 'elapsed':
    case 'closed':
    case 'erased':
      return undefined;
  }
}

/** Who takes the words: the waiting question, a dialog's starter, or the fallback. */
function route(run: Run, { input }: TurnOpened): Move {
  const position = run.top;
  const next = hearAnswer(run);
  if (position && next !== undefined) {
    position.asked = false;
    return { go: next };
  }
  const dialog = run.bot.starters.find(run.said);
  if (dialog !== undefined) return begin(run, dialog);
  if (input.kind !== 'opened') return fallBack(run);
  run.note(`no dialog starts with the bot's start text ${JSON.stringify(run.said)}`);
  return { stop: true };
}

/** The question that waits on top of the stack. */
function question(run: Run) {
  const position = run.top;
  if (!position?.asked || position.interaction === null) return undefined;
  const { interaction } = run.bot.place(position.interaction);
  const kind = kindOf(interaction);
  return kind.asks ? { interaction, kind, position } : undefined;
}

function hearAnswer(run: Run): Next | undefined {
  const waiting = question(run);
  return waiting?.kind.hear(waiting.interaction, run);
}

/** Nobody took the words: the question's own text, else the Fallback dialog, else the bot's text; then the question again. */
function fallBack(run: Run): Move {
  const waiting = question(run);
  if (waiting) {
    const { interaction, kind, position } = waiting;
    position.missed += 1;
    if (kind.miss(interaction, run.visit(interaction.name))) return { resume: true };
  }
  const { fallback, bot } = run.bot;
  if (fallback && run.top?.dialog !== fallback.name) return begin(run, fallback.name);
  run.visit('').say(bot.fallbackText);
  return { resume: true };
}

/** Makes a move; answers with the next, or undefined when the turn is complete. */
function advance(run: Run, move: Move): Move | undefined {
  if ('go' in move) return go(run, move.go);
  if ('enter' in move) return enter(run, move.enter);
  if ('resume' in move) return resume(run);
  if ('wait' in move) run.waiting = move.wait;
  else run.stack = [];
  return undefined;
}

function go(run: Run, next: Next): Move {
  if (next === 'next') return following(run);
  if (next === 'end') return { stop: true };
  if (next === 'close_dialog' || next === 'close_conversation') {
    run.leaves = 'closed';
    return { stop: true };
  }
  if ('dialog' in next) return change(run, next.dialog) ?? begin(run, next.dialog);

  const { dialog } = run.bot.place(next.interaction);
  if (run.top?.dialog === dialog.name) return { enter: next.interaction };
  const tooMany = change(run, dialog.name);
  if (tooMany) return tooMany;
  // Who goes to a dialog that has begun returns to it: what began after it ends.
  const place = run.stack.findIndex((position) => position.dialog === dialog.name);
  if (place >= 0) run.stack.length = place + 1;
  else run.begin(dialog.name);
  return { enter: next.interaction };
}

function following(run: Run): Move {
  const position = run.top;
  if (!position) return { stop: true };
  const { interactions } = run.bot.dialog(position.dialog);
  const index = interactions.findIndex(({ name }) => name === position.interaction);
  const next = interactions[index + 1];
  if (next) return { enter: next.name };
  run.stack.pop();
  return { resume: true };
}

function begin(run: Run, name: string): Move {
  run.begin(name);
  return following(run);
}

/** A change of dialog that the author asked for; the loop guard's answer when it is one too many. */
function change(run: Run, dialog: string): Move | undefined {
  const circle = run.countDialog(dialog);
  return circle === undefined ? undefined : cut(run, circle);
}

function enter(run: Run, name: string): Move {
  const { interaction } = run.bot.place(name);
  const kind = kindOf(interaction);
  const position = run.top;
  if (!position) throw new Error(`${JSON.stringify(name)} has no dialog to be in`);
  const circle = kind.asks ? undefined : run.countInteraction(name, position.dialog);
  if (circle !== undefined) return cut(run, circle);
  if (position.interaction !== name || !position.asked) position.missed = 0;
  position.interaction = name;
  position.asked = kind.asks;
  return kind.enter(interaction, run.visit(name), run);
}

/** Back in the dialog on top: its question waits again, or it goes on behind what led away from it. */
function resume(run: Run): Move {
  if (!run.top) return { stop: true };
  const waiting = question(run);
  if (!waiting) return { go: 'next' };
  const { interaction, kind, position } = waiting;
  const move = kind.again(interaction, position);
  if ('go' in move) position.asked = false;
  return move;
}

/** The bot runs in a circle: what it has said stands, and it stops. */
function cut(run: Run, circle: string): Move {
  run.note(circle);
  run.visit('').say(run.bot.bot.errorText);
  return { stop: true };
}

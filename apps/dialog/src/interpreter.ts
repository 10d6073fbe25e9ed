import { limits, type Reply, type Session, type TurnAnswered, type TurnOpened } from '@backchannel/contracts';
import type { CompiledBot } from './compiled.ts';
import { advance } from './moves.ts';
import { perform } from './panel.ts';
import { ownOf } from './position.ts';
import { route } from './route.ts';
import { emptyAnswer, Run, type Surroundings } from './run.ts';
import { filledMessages } from './speech.ts';
import type { Steps } from './steps.ts';
import { obeys } from './visit.ts';

/**
 * What the bot answers. The same turn, given the same from outside, is always answered in the same way; whatever happens,
 * it is answered.
 */
export function* answer(bot: CompiledBot, opened: TurnOpened, surroundings: Surroundings): Steps<TurnAnswered> {
  const turn = opened.session.version === bot.version ? opened : { ...opened, session: afresh(opened, bot.version) };
  try {
    const run = new Run(bot, turn, surroundings);
    yield* begin(run);
    let move = yield* route(run);
    if (!move) run.waiting = turn.session.waiting;
    while (move) move = yield* advance(run, move);
    if (run.surveying && !run.waiting && run.leaves === 'open') run.leaves = 'closed';
    return run.answer();
  } catch (error) {
    const { errorText = bot.bot.errorText, notes = [] } = surroundings;
    const reason = error instanceof Error ? error.message : String(error);
    return failed(turn, {
      errorText,
      splitChars: bot.bot.splitChars,
      notes: [reason, ...notes].slice(0, limits.notes),
    });
  }
}

/** What comes before the input: the first turn of a session prepares it. */
function* begin(run: Run): Steps<void> {
  const { bot, said } = run;
  if (bot.bot.stringVariables && said !== undefined) run.memory.makeTexts();
  if (ownOf(run.turn.session).begun || !bot.bot.globals?.includes(initialise)) return;
  const { move, quickReplies } = yield* perform({ global: initialise }, run.visit(initialise));
  const nothingTo = (name: string, why: string) => run.note(`${initialise}: ${name} does nothing more there: ${why}`);
  if (move && 'go' in move) nothingTo('setTriggerNextMessage', 'the input decides what comes next');
  if (move && 'stop' in move) nothingTo('sendImmediateReply', 'the input is answered all the same');
  if (quickReplies.length > 0) nothingTo('addQuickReplies', 'no message follows');
}

/** The author's function that runs when a session begins (Conversation Builder, scripting). */
const initialise = '__initConversation';

/** The session's own version is gone. What has just been posted belongs to the new one. */
function afresh({ input, session }: TurnOpened, version: number): Session {
  const posted = input.kind === 'posted' ? Object.entries(input.variables).filter(([, value]) => value !== null) : [];
  const nothing = { webView: Object.fromEntries(posted), variables: {}, stack: [], waiting: null };
  return { number: session.number + 1, version, startedAt: input.at, ...nothing };
}

interface Failure {
  readonly errorText: string;
  readonly splitChars: number;
  readonly notes: string[];
}

/** The answer to a turn that could not be answered: the session is as it was. */
function failed(turn: TurnOpened, { errorText, splitChars, notes }: Failure): TurnAnswered {
  // Nothing is known any more, and nothing can be done.
  const messages = obeys({ ending: null }, errorText) ? [] : filledMessages(errorText, () => undefined, splitChars);
  const id = `${turn.turn}::failed`;
  const replies = messages.map((message, place) => ({ ...message, id: place === 0 ? id : `${id}:${place + 1}` }));
  return { ...emptyAnswer(turn), replies: replies as Reply[], failed: true, notes };
}

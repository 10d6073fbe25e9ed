import type { Next } from '@backchannel/contracts';
import { kindOf } from './interactions/table.ts';
import type { Move, Run } from './run.ts';
import type { Steps } from './steps.ts';

/** Who takes the input: what waits for it, a dialog's starter, or the fallback; undefined when nobody has to. */
export function* route(run: Run): Steps<Move | undefined> {
  const { input } = run.turn;
  const target = input.kind === 'posted' ? targetOf(run, input.target) : undefined;
  const waits = comeTo(run);
  // An endpoint leads away from whatever the bot waits for, but for its own post.
  if (waits && (!target || waits.interaction.type === 'wait')) {
    const { interaction, position, visit } = waits;
    const heard = yield* waits.hear(interaction, visit);
    if (heard) {
      // A script may have led elsewhere, and what it left does not wait any more.
      position.asked = false;
      return heard;
    }
  }
  if (target) return { go: target };
  if (run.said === undefined) return undefined;
  return run.surveying ? fallBack(run, waits) : start(run, run.said, waits);
}

function start(run: Run, said: string, waits: Waiting): Move {
  const found = run.bot.starters.find(said);
  if (found) {
    run.trace(`the pattern ${JSON.stringify(found.pattern)} starts the dialog ${found.dialog}`);
    return { begin: found.dialog };
  }
  if (run.turn.input.kind !== 'opened') return fallBack(run, waits);
  run.note(`no dialog starts with the bot's start text ${JSON.stringify(said)}`);
  return { stop: true };
}

/** Where an endpoint leads, if the bot's version has it. */
function targetOf(run: Run, target: Readonly<Record<string, unknown>> | undefined): Next | undefined {
  if (!target) return undefined;
  const { dialog, interaction } = target as { dialog?: string; interaction?: string };
  if (dialog !== undefined && run.bot.dialogs.get(dialog)?.enabled) return { dialog };
  if (interaction !== undefined && run.bot.leadsTo(interaction)) return { interaction };
  run.note(
    `the endpoint leads to ${JSON.stringify(dialog ?? interaction)}, which this version of the bot does not have`,
  );
  return undefined;
}

/** What waits on top of the stack. */
export function waiting(run: Run) {
  const position = run.top;
  if (!position?.asked || position.interaction === null) return undefined;
  const { interaction } = run.bot.place(position.interaction);
  const { waits } = kindOf(interaction);
  return waits && { ...waits, interaction, position };
}

/** The same, come to by what may be its answer. */
function comeTo(run: Run) {
  const waits = waiting(run);
  return waits && { ...waits, visit: run.visit(waits.interaction.name) };
}
type Waiting = ReturnType<typeof comeTo>;

/** Nobody took the words: the question's own text, else the Fallback dialog, else the bot's text; then the question again. */
function fallBack(run: Run, waits: Waiting): Move {
  const missed = waits?.miss?.(waits.interaction, waits.visit);
  if (waits && missed) {
    if ('go' in missed) waits.position.asked = false;
    return missed;
  }
  run.trace('nothing takes the words');
  const { fallback } = run.bot;
  if (fallback && run.top?.dialog !== fallback.name && !run.surveying) return { begin: fallback.name };
  run.visit('').say(run.fallbackText);
  return { resume: true };
}

import type { Next } from '@backchannel/contracts';
import { kindOf } from './interactions/table.ts';
import { waiting } from './route.ts';
import type { Move, Run } from './run.ts';
import type { Steps } from './steps.ts';
import { textOf } from './template.ts';

/** Makes a move; answers with the next, or undefined when the turn is complete. */
export function* advance(run: Run, move: Move): Steps<Move | undefined> {
  if (run.ending) return go(run, endingOf(run));
  if ('go' in move) return go(run, move.go);
  if ('begin' in move) return begin(run, move.begin);
  if ('enter' in move) return yield* enter(run, move.enter);
  if ('resume' in move) return resume(run);
  if ('wait' in move) run.waiting = move.wait;
  else run.stack = [];
  return undefined;
}

function go(run: Run, next: Next): Move {
  switch (next) {
    case 'next':
      return following(run);
    case 'end':
      return { stop: true };
    case 'previous':
      return leave(run);
    case 'close_dialog':
      return closeDialog(run);
    case 'close_conversation':
      run.leaves = 'closed';
      return { stop: true };
    default:
      return 'dialog' in next ? (change(run, next.dialog) ?? begin(run, next.dialog)) : goTo(run, next.interaction);
  }
}

/** What a text has asked for comes before everything else, once. */
function endingOf(run: Run): Next {
  const ending = run.ending ?? 'end';
  run.ending = null;
  return ending;
}

/** Who goes to a dialog that has begun returns to it: what began after it ends. */
function goTo(run: Run, interaction: string): Move {
  const { dialog } = run.bot.place(interaction);
  if (run.top?.dialog === dialog.name) return { enter: interaction };
  const tooMany = change(run, dialog.name);
  if (tooMany) return tooMany;
  const place = run.stack.findIndex((position) => position.dialog === dialog.name);
  if (place >= 0) run.stack.length = place + 1;
  else run.begin(dialog.name);
  return { enter: interaction };
}

function following(run: Run): Move {
  const position = run.top;
  if (!position) return { stop: true };
  const { interactions } = run.bot.dialog(position.dialog);
  const index = interactions.findIndex(({ name }) => name === position.interaction);
  const next = interactions.slice(index + 1).find(({ enabled }) => enabled);
  return next ? { enter: next.name } : leave(run);
}

/** The dialog on top ends, and the one below goes on, unless the bot has switched that off. */
function leave(run: Run): Move {
  run.stack.pop();
  return textOf(run.memory.variable('skipPreviousDialog')) === 'true' ? { stop: true } : { resume: true };
}

function begin(run: Run, name: string): Move {
  run.begin(name);
  return following(run);
}

/** The conversation ends, after the closing survey if there is one. */
function closeDialog(run: Run): Move {
  const { survey } = run.bot;
  if (survey && !run.surveying) {
    run.surveying = true;
    run.stack = [];
    return { begin: survey.name };
  }
  run.leaves = 'closed';
  return { stop: true };
}

/** A change of dialog that the author asked for; the loop guard's answer when it is one too many. */
function change(run: Run, dialog: string): Move | undefined {
  const circle = run.loops.dialog(dialog);
  return circle === undefined ? undefined : cut(run, circle);
}

function* enter(run: Run, name: string): Steps<Move> {
  const { interaction } = run.bot.place(name);
  const { enter: come, asks, waits } = kindOf(interaction);
  const position = run.top;
  if (!position) throw new Error(`${JSON.stringify(name)} has no dialog to be in`);
  const circle = asks ? undefined : run.loops.interaction(name, position.dialog);
  if (circle !== undefined) return cut(run, circle);
  if (position.interaction !== name || !position.asked) position.missed = 0;
  position.interaction = name;
  delete position.shown;
  position.asked = waits !== undefined;
  run.trace(`${position.dialog}: ${name}`);
  const move = yield* come(interaction, run.visit(name));
  if ('wait' in move) return move;
  position.asked = false;
  // A question that its script leads away from has asked nobody.
  const unasked = asks && 'go' in move ? run.loops.interaction(name, position.dialog) : undefined;
  return unasked === undefined ? move : cut(run, unasked);
}

/** Back in the dialog on top: what waits there waits again, or it goes on behind what led away from it. */
function resume(run: Run): Move {
  if (!run.top) return { stop: true };
  const waits = waiting(run);
  if (!waits) return { go: 'next' };
  const { interaction, position } = waits;
  const move = waits.again(interaction, position, run);
  if ('go' in move) position.asked = false;
  return move;
}

/** The bot runs in a circle: what it has said stands, and it stops. */
function cut(run: Run, circle: string): Move {
  run.note(circle);
  run.visit('').say(run.errorText);
  return { stop: true };
}

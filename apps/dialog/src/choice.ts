import type { Run } from './run.ts';
import { fill } from './template.ts';

/**
 * The choice that an answer means: tapped or typed exactly, or by its letter or number as channels without buttons show it
 * (Conversation Builder, evaluate options).
 */
function choiceIn(choices: readonly string[], said: string): string | undefined {
  const answer = folded(said);
  const exact = choices.find((choice) => folded(choice) === answer);
  if (exact !== undefined) return exact;
  const [, mark] = /^([a-z]|\d{1,2})[).]?$/.exec(answer) ?? [];
  if (mark === undefined) return undefined;
  return choices[/\d/.test(mark) ? Number(mark) - 1 : mark.charCodeAt(0) - 'a'.charCodeAt(0)];
}

/** The choices of a question that is asked, with their placeholders filled; kept, for its answer may find other values. */
export function showChoices(choices: readonly string[], run: Run): readonly string[] {
  const shown = filled(choices, run);
  if (run.top && shown.some((choice, place) => choice !== choices[place])) run.top.shown = shown;
  return shown;
}

/** The choice that an answer means, as its author wrote it. */
export function choiceOf(choices: readonly string[], run: Run): string | undefined {
  // Kept are only those that needed filling, and by an older release none.
  const shown = run.top?.shown ?? filled(choices, run);
  const choice = choiceIn(shown, run.said ?? '');
  return choice === undefined ? undefined : choices[shown.indexOf(choice)];
}

const filled = (choices: readonly string[], { memory }: Run) =>
  choices.map((choice) => fill(choice, memory.placeholder));

const folded = (text: string) => text.trim().toLowerCase();

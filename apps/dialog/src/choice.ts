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

/** The same of a question, whose choices are shown with their placeholders filled; as its author wrote it. */
export function choiceOf(choices: readonly string[], { said, memory }: Run): string | undefined {
  const shown = choices.map((choice) => fill(choice, memory.placeholder));
  const choice = choiceIn(shown, said ?? '');
  return choice === undefined ? undefined : choices[shown.indexOf(choice)];
}

const folded = (text: string) => text.trim().toLowerCase();

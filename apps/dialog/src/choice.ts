/**
 * The choice that an answer means: tapped or typed exactly, or by its letter or number as channels without buttons show it
 * (Conversation Builder, evaluate options).
 */
export function choiceIn(choices: readonly string[], said: string): string | undefined {
  const answer = folded(said);
  const exact = choices.find((choice) => folded(choice) === answer);
  if (exact !== undefined) return exact;
  const [, mark] = /^([a-z]|\d{1,2})[).]?$/.exec(answer) ?? [];
  if (mark === undefined) return undefined;
  return choices[/\d/.test(mark) ? Number(mark) - 1 : mark.charCodeAt(0) - 'a'.charCodeAt(0)];
}

const folded = (text: string) => text.trim().toLowerCase();

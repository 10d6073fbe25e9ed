import type { Kept } from './kept.ts';
import type { Pending, Refused, Trouble } from './talking.ts';

/** What a person has said, from before it is sent until the transcript shows it. */
export interface Said extends Pending {
  /** Null: no conversation was open; it is for the next. */
  readonly conversation: string | null;
  /** The server's id of it: the log has it. */
  readonly inputId?: string;
  /** Why the server never takes it. */
  readonly problem?: Trouble;
}

/** Each has an entry of its own, so that tabs do not write over each other. In the order in which it was said. */
export function allSaid(kept: Kept): readonly Said[] {
  const found = kept.names('said:').map((name) => kept.read(name));
  return found.filter(isSaid).toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

export function keepSaid(kept: Kept, said: Said): void {
  kept.write(`said:${said.id}`, said);
}

export function dropSaid(kept: Kept, { id }: Pick<Said, 'id'>): void {
  kept.remove(`said:${id}`);
}

/** As the server hears it. */
export const wordsOf = ({ id, text, payload }: Said) => ({
  id,
  ...(payload === undefined ? { text } : { postback: { payload, label: text } }),
});

export const hasProblem = (said: Said): said is Said & Refused => said.problem !== undefined;

function isSaid(value: unknown): value is Said {
  const one = value as Said | null | undefined;
  return (
    !!one &&
    typeof one.id === 'string' &&
    typeof one.text === 'string' &&
    Number.isFinite(one.at) &&
    (one.conversation === null || typeof one.conversation === 'string')
  );
}

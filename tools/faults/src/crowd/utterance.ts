/** Something that was said to the bot or posted to it: each has a number that no other has. */
export interface Utterance {
  readonly number: number;
  /** Who it was said by or posted for: the place in the crowd. */
  readonly person: number;
  /** In milliseconds of one clock; when it was said first. */
  readonly saidAt: number;
  /** When somebody was told that it is durable. */
  acceptedAt?: number;
  /** What the doors call it. */
  inputId?: string;
  /** When its answer was on the screen first. */
  shownAt?: number;
  /** How often it was said again. */
  again: number;
  /** Refused for good, which nothing here should be. */
  refusal?: string;
}

/** The bot repeats what it answers. */
export const textOf = (number: number, prefix = 'number'): string => `${prefix} ${number}`;

/** The number that a line speaks of; undefined if of none. */
export function numberIn(text = ''): number | undefined {
  const found = /\b(?:number|story) (\d+)/.exec(text);
  return found ? Number(found[1]) : undefined;
}

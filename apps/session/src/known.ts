import { type InputReceived, limits, Outcome } from '@backchannel/contracts';
import type { Change, View } from '@backchannel/projection';
import { z } from 'zod';
import type { State } from './state.ts';

// Which inputs came before (design: "Ids"). With a key: for a day, with a return link: until it ends. Without: the last
// thousand, because only the log itself repeats those, and soon.

const Known = z.object({
  inputId: z.string(),
  until: z.int().optional(),
  /** Null while nothing has become of it. */
  outcome: Outcome.nullable(),
});
export type Known = z.infer<typeof Known>;

const HOUR = 3_600_000;

/** Where an input's entry lies. */
export function entryOf({ key, inputId }: InputReceived): readonly [map: string, id: string] {
  return key === undefined ? ['unkeyed', inputId] : ['keyed', key];
}

/** What is known of an input's key, if it still counts. */
export function recall(view: Pick<View<unknown>, 'entry'>, input: InputReceived): Known | null {
  const entry = view.entry(...entryOf(input));
  if (entry === undefined) return null;
  const known = Known.parse(entry);
  return known.until !== undefined && known.until <= input.at ? null : known;
}

export function remembered(input: InputReceived, outcome: Outcome | null): Change {
  const [put, id] = entryOf(input);
  const { inputId, key } = input;
  if (key === undefined) return { put, id, value: { inputId, outcome: toJson(outcome) }, keep: limits.knownUnkeyed };
  const until = knownUntil(input);
  return { put, id, value: { inputId, until, outcome: toJson(outcome) }, until };
}

function knownUntil(input: InputReceived): number {
  const { linkUntil = 0 } = input.kind === 'posted' ? input : {};
  return Math.max(input.at + limits.knownKeyMs, linkUntil);
}

/** Counts one more key in the hour in which it is forgotten, and no longer those whose hour has passed. */
export function counted(state: State, input: InputReceived): Record<string, number> {
  if (input.key === undefined) return state.keys;
  const hour = String(Math.floor(knownUntil(input) / HOUR));
  return { ...Object.fromEntries(live(state, input.at)), [hour]: (state.keys[hour] ?? 0) + 1 };
}

export function keysAreFull(state: State, { key, at }: InputReceived): boolean {
  return key !== undefined && live(state, at).reduce((sum, [, count]) => sum + count, 0) >= limits.knownKeys;
}

function live({ keys }: State, at: number) {
  return Object.entries(keys).filter(([hour]) => (Number(hour) + 1) * HOUR > at);
}

const toJson = (outcome: Outcome | null) => (outcome === null ? null : { ...(outcome as Record<string, string>) });

import type { Seals } from '@backchannel/contracts/sealed';
import { pointerOf, Refused } from '@backchannel/service';

/** The values of an environment, by their names; each is in one of the two. */
export interface Values {
  readonly plain: Readonly<Record<string, string>>;
  /** As `Seals` wrote them. */
  readonly sealed: Readonly<Record<string, string>>;
}

/** Null takes a value away; what is not named stays. */
export interface ValuesChange {
  readonly values: Readonly<Record<string, string | null>>;
  readonly sealed: Readonly<Record<string, string | null>>;
}

export const noValues: Values = { plain: {}, sealed: {} };

const MOST_VALUES = 200;
/** So that all settings of a bot are one record of their topic. */
const MOST_BYTES = 128 * 1024;

/** The values after a change. What an older key has sealed is sealed again by the way. */
export function changed(before: Values, change: ValuesChange, seal: Sealing): Values {
  for (const [name, value] of Object.entries(change.sealed)) {
    if (value !== null && typeof change.values[name] === 'string') throw twice(name);
  }
  const set = (given: Readonly<Record<string, string | null>>) =>
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null);
  const plain = without(before.plain, [...Object.keys(change.values), ...set(change.sealed).map(([name]) => name)]);
  const sealed = without(before.sealed, [...Object.keys(change.sealed), ...set(change.values).map(([name]) => name)]);
  const after = {
    plain: { ...plain, ...Object.fromEntries(set(change.values)) },
    sealed: {
      ...sealedAgain(sealed, seal).sealed,
      ...Object.fromEntries(set(change.sealed).map(([name, value]) => [name, seal.with(name, value)])),
    },
  };
  requireRoom(after);
  return after;
}

/** Seals the values of one environment. */
export class Sealing {
  readonly #seals: Seals;
  readonly #environment: string;

  constructor(seals: Seals, environment: string) {
    this.#seals = seals;
    this.#environment = environment;
  }

  with(name: string, value: string): string {
    return this.#seals.seal(value, { environment: this.#environment, name });
  }

  /** Sealed with the first key, if it was with another; null where no key opens it. */
  again(name: string, sealed: string): string | null {
    const value = this.#seals.open(sealed, { environment: this.#environment, name });
    if (value === null) return null;
    return this.#seals.isOld(sealed) ? this.with(name, value) : sealed;
  }
}

/** All under the first key, but those that no key opens: they stay as they are, and are named. */
export function sealedAgain(sealed: Values['sealed'], seal: Sealing) {
  const lost: string[] = [];
  const again = Object.entries(sealed).map(([name, old]) => {
    const fresh = seal.again(name, old);
    if (fresh === null) lost.push(name);
    return [name, fresh ?? old] as const;
  });
  return {
    sealed: Object.fromEntries(again),
    lost,
    count: again.filter(([name, fresh]) => fresh !== sealed[name]).length,
  };
}

/** For the audit trail: no sensitive value, also none that became one just now. */
export function traceOf({ plain, sealed }: Values, secrets: readonly string[] = []) {
  return { values: without(plain, secrets), sealed: Object.keys(sealed).toSorted() };
}

function without(values: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

function requireRoom(values: Values): void {
  const count = Object.keys(values.plain).length + Object.keys(values.sealed).length;
  if (count > MOST_VALUES)
    throw new Refused('conflict', { detail: `an environment has at most ${MOST_VALUES} values` });
  const bytes = Buffer.byteLength(JSON.stringify(values));
  if (bytes > MOST_BYTES) throw new Refused('conflict', { detail: `an environment has at most ${MOST_BYTES} bytes` });
}

function twice(name: string): Refused {
  const pointer = pointerOf(['sealed', name]);
  return new Refused('field_invalid', { pointer, detail: `${pointer}: the same name is among the values, too` });
}

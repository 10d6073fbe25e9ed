import { z } from 'zod';
import type { Topic } from '../event.ts';
import { type Schema, sidesOf } from './json-schemas.ts';
import { unreadable } from './readable.ts';
import { traffic } from './traffic.ts';

/** An event as it once was: what is still in the log, and what an instance of an older release reads. */
export const Kept = z.strictObject({
  topic: z.string(),
  type: z.string(),
  version: z.int(),
  compacted: z.boolean(),
  /** The fields that make its key. */
  key: z.array(z.string()),
  said: z.custom<Schema>(),
  read: z.custom<Schema>(),
});
export type Kept = z.infer<typeof Kept>;

/** The events of topics as they are now. */
export function snapshot(topics: readonly Topic[]): Kept[] {
  return topics.flatMap(({ name: topic, compacted, events }) =>
    events.map((event) => {
      const { type, version } = event;
      const key = traffic[type]?.key;
      if (!key) throw new Error(`traffic.ts does not know ${type}`);
      return { topic, type, version, compacted, key: [...key], ...sidesOf(event) };
    }),
  );
}

/**
 * Why an upgrade without a pause would lose records. Of the same version, old and new instances read each other: a rolling
 * upgrade has both. What is in the log is read by new ones for as long as it lies there, whatever its version.
 */
export function breaks(before: readonly Kept[], now: readonly Kept[]): string[] {
  return before.flatMap((old) => {
    const event = now.find(({ type }) => type === old.type);
    const say = (problem: string) => `${old.type} of version ${old.version}: ${problem}`;
    if (!event) return [say('is gone, and the log still has it')];
    if (event.version < old.version) return [say(`there is only version ${event.version}`)];
    const moved = (['topic', 'key', 'compacted'] as const).filter((part) => String(event[part]) !== String(old[part]));
    const sides = [
      ...moved.map((part) => `its ${part} is another: ${String(old[part])} was, ${String(event[part])} is`),
      ...unreadable(old.said, event.read).map(
        (problem) => `a new instance can not read what is in the log: ${problem}`,
      ),
      ...(event.version === old.version ? ofSameVersion(old, event) : []),
    ];
    return sides.map(say);
  });
}

function ofSameVersion(old: Kept, event: Kept): string[] {
  return [
    ...unreadable(event.said, old.read).map(
      (problem) => `an old instance can not read what a new one says: ${problem}`,
    ),
    ...gone(old.said, event.said).map((name) => `an old instance looks for ${name}, and no new one says it`),
  ];
}

/** Names that were there, optional ones too: who reads them gets nothing from now on, and hears no error. */
function gone(old: Schema, now: Schema): string[] {
  const names = namesOf(now);
  return [...namesOf(old)].filter((name) => !names.has(name));
}

function namesOf(root: Schema): Set<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (schema: Schema, at: string) => {
    const { $ref, properties = {}, items, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = schema;
    if ($ref !== undefined) {
      // What contains itself has the same names at every depth.
      if (seen.has($ref) && at.split('/').length > 12) return;
      seen.add($ref);
      const target = root.$defs?.[$ref.replace('#/$defs/', '')];
      if (target) visit(target, at);
    }
    for (const one of [...anyOf, ...oneOf, ...allOf]) visit(one, at);
    for (const [name, property] of Object.entries(properties)) {
      found.add(`${at}/${name}`);
      visit(property, `${at}/${name}`);
    }
    for (const inner of [items, additionalProperties]) if (typeof inner === 'object') visit(inner, `${at}/*`);
  };
  visit(root, '');
  return found;
}

/** What the next release is to be compared with: what is now, and the older versions that the log may still have. */
export function kept(before: readonly Kept[], now: readonly Kept[]): Kept[] {
  const isNow = ({ type, version }: Kept) => now.some((event) => event.type === type && event.version === version);
  return [...before.filter((old) => !isNow(old)), ...now].toSorted(
    (a, b) => a.type.localeCompare(b.type, 'en') || a.version - b.version,
  );
}

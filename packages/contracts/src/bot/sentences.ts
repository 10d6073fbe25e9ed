import type { z } from 'zod';
import { meant } from './closest.ts';
import { fieldsAt, type SchemaNode, schemaNodeOf } from './schema-at.ts';
import type { Finding } from './script-problems.ts';

type Issue = z.core.$ZodIssue;

/** What a schema has against a value, in sentences for who wrote it, each at the very field. */
export function findingsOf(schema: z.ZodType, value: unknown, issues: readonly Issue[]): readonly Finding[] {
  let node: SchemaNode | undefined;
  const fields: Fields = (path) => {
    node ??= schemaNodeOf(schema);
    return fieldsAt(node, value, path);
  };
  return issues.flatMap((issue) => findings({ issue, fields, given: at(value, issue.path) }));
}

type Fields = (path: readonly PropertyKey[]) => readonly string[];
type Seen = { readonly issue: Issue; readonly given: unknown; readonly fields: Fields };

function findings({ issue, given, fields }: Seen): readonly Finding[] {
  const path = pathOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = fields(issue.path);
    return issue.keys.map((key) => ({ path: [...path, key], message: unknownField(key, known) }));
  }
  if (issue.code === 'invalid_union') return ofUnion({ issue, given, fields }, issue);
  return [{ path, message: sentence(issue, given) }];
}

/** Of the options of a union the one is meant that the value is like; where it is like none, all are named. */
function ofUnion({ given, fields }: Seen, issue: z.core.$ZodIssueInvalidUnion): readonly Finding[] {
  const path = pathOf(issue.path);
  if (issue.discriminator !== undefined) {
    const options = (issue as { options?: readonly unknown[] }).options ?? [];
    return [{ path, message: choiceOf(options, given) }];
  }
  const like = issue.errors.find((own) => own.every((one) => one.path.length > 0));
  if (like && like.length > 0) {
    return like.flatMap((one) => {
      const inner = { ...one, path: [...issue.path, ...one.path] } as Issue;
      return findings({ issue: inner, given: at(given, one.path), fields });
    });
  }
  if (given === undefined) return [{ path, message: missing }];
  const all = issue.errors.flat();
  const kinds = all.flatMap((one) =>
    one.code === 'invalid_type' && one.path.length === 0 ? [kindName(one.expected)] : [],
  );
  const words = all.flatMap((one) => (one.code === 'invalid_value' && one.path.length === 0 ? one.values : []));
  if (issue.message === 'Invalid input') return [{ path, message: `must be ${or(kinds)}, not ${shown(given)}` }];
  return [{ path, message: `${issue.message}, not ${shown(given)}${meantBy(given, words)}` }];
}

function sentence(issue: Issue, given: unknown): string {
  if (given === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) return missing;
  if (issue.code === 'invalid_type') return `must be ${kindName(issue.expected)}, not ${shown(given)}`;
  if (issue.code === 'invalid_value') return choiceOf(issue.values, given);
  if (issue.code === 'too_small') return `must ${bound(issue.origin, { least: Number(issue.minimum) })}`;
  if (issue.code === 'too_big') return `must ${bound(issue.origin, { most: Number(issue.maximum), given })}`;
  if (issue.code === 'invalid_key') {
    const name = issue.path.at(-1);
    return `the name ${shown(name)} ${issue.issues.map((one) => sentence(one, name)).join('; ')}`;
  }
  return issue.message === 'required' ? missing : issue.message;
}

const missing = 'is missing';

function unknownField(key: string, known: readonly string[]): string {
  const close = meant(key, known);
  if (close !== '' || known.length === 0) return `there is no field of that name${close}`;
  return `there is no field of that name; there are: ${known.join(', ')}`;
}

function choiceOf(options: readonly unknown[], given: unknown): string {
  const all = or(options.map(shown));
  return given === undefined
    ? `is missing: one of ${all}`
    : `must be ${all}, not ${shown(given)}${meantBy(given, options)}`;
}

function meantBy(given: unknown, options: readonly unknown[]): string {
  const words = options.filter((option) => typeof option === 'string');
  return typeof given === 'string' && words.length > 0 ? meant(given, words) : '';
}

const kindNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
const kindName = (expected: string): string => kindNames[expected] ?? expected;

function bound(origin: string, { least, most, given }: { least?: number; most?: number; given?: unknown }): string {
  const number = least ?? most;
  const end = least === undefined ? 'at most' : 'at least';
  if (origin === 'number' || origin === 'int') return `be ${end} ${number}`;
  if (origin !== 'string') return `have ${end} ${number} ${number === 1 ? 'entry' : 'entries'}`;
  if (least === 1) return 'not be empty';
  const has = typeof given === 'string' ? `; it has ${given.length}` : '';
  return `have ${end} ${number} characters${has}`;
}

/** A value in a sentence. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  const text = JSON.stringify(value) ?? 'nothing';
  if (text.length <= 60) return text;
  return typeof value === 'object' ? 'an object' : `${text.slice(0, 57)}…"`;
}

const or = (words: readonly string[]): string => {
  const [last = '', ...others] = [...new Set(words)].toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(', ')} or ${last}`;
};

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    const isThere = typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step);
    return isThere ? (inner as Record<PropertyKey, unknown>)[step] : undefined;
  }, value);
}

const pathOf = (path: readonly PropertyKey[]): Finding['path'] =>
  path.map((step) => (typeof step === 'symbol' ? String(step) : step));

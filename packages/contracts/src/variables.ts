import { z } from 'zod';

/** Variables of a process, once read: what they say, or what is wrong, `NAME: rule` each. */
type Read<Settings> = { readonly settings: Settings } | { readonly wrong: readonly string[] };

/** Reads the environment of a process. An empty variable is as good as none. */
export function readVariables<Schema extends z.ZodType>(
  schema: Schema,
  variables: Readonly<Record<string, string | undefined>>,
): Read<z.output<Schema>> {
  const given = Object.entries(variables).filter(([, value]) => value !== '');
  const { data, error } = schema.safeParse(Object.fromEntries(given));
  if (!error) return { settings: data };
  return { wrong: error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

/** Several in one variable, with commas between them. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

import { z } from 'zod';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Any JSON value. Every edge parses JSON text before it comes to a schema, so there is nothing left to check. */
export const Json = z.custom<Json>(() => true);

/** Values by name. */
export const Variables = z.record(z.string(), Json);
export type Variables = z.infer<typeof Variables>;

/** Whether objects and lists lie at most so deep in each other: what reads or writes them goes as deep as they do. */
export function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1));
}

/** The same as a rule, in a sentence. */
export const depthRule = (depth: number): string => `objects and lists may lie ${depth} deep in each other`;

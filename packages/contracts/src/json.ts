import { z } from 'zod';

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** Any JSON value. Every edge parses JSON text before it comes to a schema, so there is nothing left to check. */
export const Json = z.custom<Json>(() => true);

/** Values by name. */
export const Variables = z.record(z.string(), Json);
export type Variables = z.infer<typeof Variables>;

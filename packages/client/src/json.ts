export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Values by name. */
export type Variables = Readonly<Record<string, Json>>;

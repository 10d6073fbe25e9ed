/** When something happened, as the API says it. */
export const momentOf = (at: number): string => new Date(at).toISOString();

export const momentOrNull = (at: number | null): string | null => (at === null ? null : momentOf(at));

/** As text that any database takes: Postgres refuses NUL, and whoever writes an id may put one into it. */
export const plain = (text: string): string => text.replaceAll('\0', '\u{FFFD}');

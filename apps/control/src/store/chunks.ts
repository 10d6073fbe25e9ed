/** Rows of one statement: databases bound its parameters. */
const ROWS = 250;

export function* chunks<Item>(items: readonly Item[]): Iterable<readonly Item[]> {
  for (let at = 0; at < items.length; at += ROWS) yield items.slice(at, at + ROWS);
}

/** What is measured beside each other. */
export interface System {
  readonly name: string;
  /** In tables. */
  readonly title: string;
  readonly kind: 'floor' | 'product' | 'embedded';
  /** Of a floor: how its services are connected. */
  readonly floor?: 'naive' | 'batched' | 'state';
  /** Of the product: a file in `bots/`. */
  readonly bot?: string;
  /** Whether control, its journal and Postgres run as well. */
  readonly control?: boolean;
}

export const systems: readonly System[] = [
  { name: 'naive', title: 'floor, naive', kind: 'floor', floor: 'naive' },
  { name: 'batched', title: 'floor, batched', kind: 'floor', floor: 'batched' },
  { name: 'state', title: 'floor, batched, with state', kind: 'floor', floor: 'state' },
  { name: 'starters', title: 'product, starters', kind: 'product', bot: 'starters' },
  { name: 'script', title: 'product, a script per message', kind: 'product', bot: 'script' },
  { name: 'starters-control', title: 'product, starters, control on', kind: 'product', bot: 'starters', control: true },
  { name: 'script-control', title: 'product, a script, control on', kind: 'product', bot: 'script', control: true },
  { name: 'embedded', title: 'product, embedded (one process, SQLite)', kind: 'embedded', bot: 'starters' },
];

export function systemNamed(name: string): System {
  const system = systems.find((candidate) => candidate.name === name);
  if (system) return system;
  throw new Error(
    `there is no system ${JSON.stringify(name)}; there are: ${systems.map(({ name }) => name).join(', ')}`,
  );
}

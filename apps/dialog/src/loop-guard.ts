import { limits } from '@backchannel/contracts';

/** What a turn, and those that go on with it, have come to without anybody's answer (decisions, row 27). */
export interface Way {
  readonly row: { readonly dialog: string; readonly names: readonly string[] };
  readonly dialogs: readonly string[];
}

/** Guards against a bot that runs in a circle. */
export class LoopGuard {
  #row: Way['row'];
  #dialogs: readonly string[];

  constructor(way: Way = { row: { dialog: '', names: [] }, dialogs: [] }) {
    this.#row = way.row;
    this.#dialogs = way.dialogs;
  }

  get way() {
    const { dialog, names } = this.#row;
    return { row: { dialog, names: [...names] }, dialogs: [...this.#dialogs] };
  }

  /** What would be too much, as a sentence; otherwise the interaction counts. */
  interaction(name: string, dialog: string): string | undefined {
    const names = this.#row.dialog === dialog ? [...this.#row.names, name] : [name];
    this.#row = { dialog, names };
    if (names.length <= limits.interactionsInARow) return undefined;
    return `stopped after ${limits.interactionsInARow} interactions without a question: ${circle(names)}`;
  }

  dialog(name: string): string | undefined {
    this.#dialogs = [...this.#dialogs, name];
    if (this.#dialogs.length <= limits.dialogChanges) return undefined;
    return `stopped after ${limits.dialogChanges} changes of dialog: ${circle(this.#dialogs)}`;
  }
}

/** The circle that the last name closes; without one, all of the way. */
function circle(names: readonly string[]): string {
  const from = Math.max(0, names.lastIndexOf(names.at(-1) ?? '', -2));
  return names
    .slice(from)
    .map((name) => JSON.stringify(name))
    .join(' → ');
}

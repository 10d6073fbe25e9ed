import type { ReceiptRow } from './showing.ts';

/** Inputs whose last message is on the person's screen. */
export interface Receipts {
  readonly inputs: readonly Pick<ReceiptRow, 'inputId' | 'turn'>[];
  /** The number of the last such message. */
  readonly told: number;
}

interface Screen {
  /** Messages one after the other; one more than was acknowledged, if there is one, to see where a turn's messages end. */
  readonly rows: readonly ReceiptRow[];
  /** The number up to which the person has seen them. */
  readonly seen: number;
  /** The last turn that was finished: an open one may say more. */
  readonly turn: number;
}

/** What the person has seen to its end. */
export function receipts({ rows, seen, turn }: Screen): Receipts {
  const last = rows.filter(
    (row, place) => row.turn <= turn && row.message.seq <= seen && rows[place + 1]?.turn !== row.turn,
  );
  return {
    inputs: last.map((row) => ({ inputId: row.inputId, turn: row.turn })),
    told: last.at(-1)?.message.seq ?? 0,
  };
}

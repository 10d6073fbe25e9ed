/** Which messages of a transcript are drawn: from this one up to that, which is not. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How many are drawn at first, and come with every step; and how many at most. */
export const step = 60;
export const most = 240;

export const atEnd = (count: number): Span => ({ from: Math.max(0, count - step), to: count });

export function earlier({ from, to }: Span): Span {
  const first = Math.max(0, from - step);
  return { from: first, to: Math.min(to, first + most) };
}

export function later({ from, to }: Span, count: number): Span {
  const end = Math.min(count, to + step);
  return { from: Math.max(from, end - most), to: end };
}

/** The same messages after more have come; those that came are drawn while there is room. */
export function follow({ from, to }: Span, count: number): Span {
  if (from >= count) return atEnd(count);
  return { from, to: Math.min(count, Math.max(to, from + most)) };
}

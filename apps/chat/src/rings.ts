import type { Ring } from './bell.ts';

interface Grown {
  readonly conversationId: string;
  readonly head: number;
  readonly traceparent?: string | undefined;
}

/** What other instances must hear of a batch, each conversation once. */
export function rings(grown: readonly Grown[], typing: ReadonlySet<string>): readonly Ring[] {
  const all = new Map<string, Ring>([...typing].map((id) => [id, { conversationId: id, typing: true }]));
  for (const { conversationId, head, traceparent } of grown) {
    const ring = { ...all.get(conversationId), conversationId, head };
    all.set(conversationId, traceparent === undefined ? ring : { ...ring, traceparent });
  }
  return [...all.values()];
}

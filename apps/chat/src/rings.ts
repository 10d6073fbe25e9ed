import type { Ring } from './bell.ts';
import type { Growth } from './growth.ts';

/** What other instances must hear of a batch, each conversation once. */
export function rings(
  growths: readonly Pick<Growth, 'conversationId' | 'head' | 'quiet' | 'traceparent'>[],
): readonly Ring[] {
  return growths.map(({ conversationId, head, quiet, traceparent }) => ({
    conversationId,
    head,
    ...(quiet && { typing: false }),
    ...(traceparent !== undefined && { traceparent }),
  }));
}

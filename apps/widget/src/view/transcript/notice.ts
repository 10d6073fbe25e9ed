import type { Message } from '@backchannel/contracts';
import type { Texts } from '../../texts/texts.ts';

/** What the chat itself says of a line that nobody has said. */
export function noticeOf({ type, to }: Message, texts: Texts): string | null {
  if (type === 'closed') return texts.closed;
  if (type !== 'transfer') return null;
  return typeof to === 'string' && to !== '' ? texts.transferredTo(to) : texts.transferred;
}

import type { CardsReply, Message, ShownButton, ShownQuickReply } from '@backchannel/contracts';

// Messages come from a server that may be newer than this: what is not as expected is not there.

const listOf = (value: unknown) => (Array.isArray(value) ? value : []);
export const buttonsOf = ({ buttons }: Partial<Message>): readonly ShownButton[] => listOf(buttons);
export const quickRepliesOf = ({ quickReplies }: Message): readonly ShownQuickReply[] => listOf(quickReplies);
export const cardsOf = ({ cards }: Message): CardsReply['cards'] => listOf(cards);

/** Nothing of these is ever shown to the person; of what the page draws, only if it has said how. */
export function isShown(message: Message, drawsUniversal: boolean): boolean {
  const { type, text } = message;
  if (type === 'private' || type === 'page_call') return false;
  if (type === 'universal') return drawsUniversal || Boolean(text);
  if (['image', 'transfer', 'closed'].includes(type)) return true;
  return Boolean(text) || [buttonsOf, quickRepliesOf, cardsOf].some((of) => of(message).length > 0);
}

/** A message as one hears it. */
export function wordsOf(message: Message): string {
  const { text, alt } = message;
  const labels = buttonsOf(message).map(({ label }) => label);
  const cards = cardsOf(message).flatMap(({ title, subtitle }) => [title, subtitle]);
  return [text, alt, ...labels, ...cards].filter((one) => typeof one === 'string' && one !== '').join('. ');
}

/** What stands in a text as `{$name}`; memory.ts of dialog fills it. */
export const placeholders = {
  userMessage: 'what the person said',
  query: 'the same',
  quickReplyPayload: 'what the tapped button or quick reply stands for',
  conversationId: '`conversationId` of the Web View API',
  chatBotId: 'its `botId`',
  chatBotUserId: 'its `userId`',
  firstname: 'the attribute `firstname`',
} as const;

/** The same for names that are followed by one of the author's. */
export const placeholderKinds = {
  'botContext.': 'a bot variable',
  'webView.': 'a web view variable',
  'attributes.': 'an attribute that the page gave when it opened the conversation',
  'env.': 'a value of the bot’s `environment`',
  '.': 'a part of a bot variable, such as `{$.api_order.items[0].title}`',
  item: 'the item that a card is made for (`each`)',
} as const;

/** The names in a text's placeholders that nothing is ever known of. */
export function unknownPlaceholders(text: string): readonly string[] {
  return [...text.matchAll(/\{\$([^{}]+)\}/g)].map(([, name = '']) => name.trim()).filter((name) => !isKnown(name));
}

const isKnown = (name: string): boolean =>
  Object.hasOwn(placeholders, name) ||
  Object.keys(placeholderKinds).some((kind) => (kind === 'item' ? /^item\b/.test(name) : name.startsWith(kind)));

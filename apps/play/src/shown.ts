import type { Message, ShownButton, ShownQuickReply } from '@backchannel/contracts';

/** What can be tapped, in the order of its numbers. */
export type Choice = { readonly label: string; readonly payload: string };

/** A message as lines of a terminal, and what can be answered to it by number. */
export function shown(message: Message): { lines: readonly string[]; choices: readonly Choice[] } {
  const who = { user: 'you', bot: 'bot', outside: 'post' }[message.from];
  const choices: Choice[] = [];
  const numbered = (label: string, payload: string) => {
    choices.push({ label, payload });
    return `  ${choices.length}) ${label}`;
  };
  const buttons = ((message['buttons'] ?? []) as ShownButton[]).map((button) => buttonLine(button, numbered));
  const quick = ((message['quickReplies'] ?? []) as ShownQuickReply[]).map(({ title, payload }) =>
    numbered(title, payload),
  );
  const cards = ((message['cards'] ?? []) as Card[]).flatMap(({ title, subtitle, imageUrl, buttons: below }) => [
    `  [${title}${subtitle ? `: ${subtitle}` : ''}]${imageUrl ? ` ${imageUrl}` : ''}`,
    ...below.map((button) => buttonLine(button, numbered)),
  ]);
  const text = textOf(message);
  const first = text === '' ? [] : [text.startsWith('(') ? text : `${who}> ${text}`];
  return { lines: [...first, ...cards, ...buttons, ...quick], choices };
}

interface Card {
  readonly title: string;
  readonly subtitle?: string;
  readonly imageUrl?: string;
  readonly buttons: readonly ShownButton[];
}

function buttonLine(button: ShownButton, numbered: (label: string, payload: string) => string): string {
  return button.type === 'url' ? `  ${button.label}: ${button.url}` : numbered(button.label, button.payload);
}

function textOf(message: Message): string {
  switch (message.type) {
    case 'image':
      return `image ${message['url'] as string} ${message['alt'] as string}`.trim();
    case 'universal':
      return JSON.stringify(message['content']);
    case 'transfer':
      return typeof message['to'] === 'string' ? `(handed over to ${message['to']})` : '(handed over)';
    case 'closed':
      return '(the conversation has ended)';
    case 'page_call':
      return `calls chatbot.${message['function'] as string}(${JSON.stringify(message['param'])})`;
    default:
      return message.text ?? (message.type === 'cards' ? 'cards' : `(${message.type})`);
  }
}

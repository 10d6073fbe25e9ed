import type { Event } from '../event.ts';

/** Who speaks and who listens. What has no service's name is a program of people. */
export type Party = 'ingest' | 'session' | 'dialog' | 'chat' | 'control' | 'bot';

export interface Traffic {
  readonly summary: string;
  readonly says: readonly Party[];
  readonly hears: readonly Party[];
  /** The fields of the data that make its key, in their order: JSON pointers. */
  readonly key: readonly string[];
  /** Data that is said, as short as may be. */
  readonly example: Event['data'];
}

const conversation = {
  conversationId: '0190f5a4-3f3c-7b5e-9a3e-2d7c0d1f6a10',
  botId: 'shop',
  userId: 'ada',
  attributes: {},
  openedAt: 1_760_000_000_000,
  userAt: 1_760_000_060_000,
};
const { conversationId, botId } = conversation;
const inputId = 'b1946ac92492d2347c6235b4d2611184';
const input = {
  kind: 'posted',
  inputId,
  conversationId,
  botId,
  at: 1_760_000_090_000,
  bot: { version: 3, sessionMs: 3_600_000, lateMessageMs: 86_400_000 },
  variables: { PaymentStatus: 'PROCESSED' },
  message: 'Payment Success',
};
const session = {
  number: 1,
  version: 3,
  startedAt: 1_760_000_000_000,
  webView: { PaymentStatus: 'PROCESSED' },
  variables: {},
  stack: [],
  waiting: null,
};

/** Every type of event, by its name. */
export const traffic: Readonly<Record<string, Traffic>> = {
  'input.received': {
    summary: 'Something happened to a conversation.',
    says: ['ingest', 'chat', 'control', 'session'],
    hears: ['session', 'control'],
    key: ['/conversationId'],
    example: input,
  },
  'turn.answered': {
    summary: 'The replies of a turn so far; the final part ends the turn.',
    says: ['dialog', 'session'],
    hears: ['session', 'chat', 'control'],
    key: ['/conversation/conversationId'],
    example: {
      turn: 2,
      inputId,
      message: { from: 'outside', text: 'Payment Success', at: 1_760_000_090_000 },
      replies: [{ id: '2.1.1.0', type: 'text', text: 'Thank you, we have it.' }],
      final: true,
      failed: false,
      leaves: 'open',
      session,
      conversation,
    },
  },
  'turn.opened': {
    summary: 'The bot is to work on this input.',
    says: ['session'],
    hears: ['dialog', 'control'],
    key: ['/conversation/conversationId'],
    example: { turn: 2, input, conversation, session },
  },
  'input.tracked': {
    summary: 'What became of an input: how it ended, that it is on the screen, or that a door refused it.',
    says: ['session', 'chat', 'ingest'],
    hears: ['control', 'ingest', 'chat'],
    key: ['/conversationId'],
    example: { stage: 'outcome', inputId, conversationId, outcome: 'answered', turn: 2 },
  },
  'bot.settings': {
    summary: 'What holds for a bot at once, whatever version a session is on.',
    says: ['control', 'bot'],
    hears: ['ingest', 'chat', 'dialog', 'control'],
    key: ['/botId'],
    example: { botId, revision: 7, version: 3 },
  },
  'bot.version': {
    summary: 'A version of a bot, for good.',
    says: ['control', 'bot'],
    hears: ['dialog', 'control'],
    key: ['/botId', '/version'],
    example: {
      botId,
      version: 3,
      bot: {
        id: botId,
        name: 'Shop',
        dialogs: [
          {
            name: 'Hello',
            starter: { patterns: ['hi'] },
            interactions: [{ name: 'hello', type: 'text', text: 'Hello!' }],
          },
        ],
      },
    },
  },
  'record.parked': {
    summary: 'A record that a service could not process, and why.',
    says: ['ingest', 'session', 'dialog', 'chat', 'control'],
    hears: ['control'],
    key: ['/key'],
    example: {
      topic: 'turn.opened',
      partition: 5,
      offset: 4711,
      group: 'dialog',
      reason: 'not JSON: Unexpected end of JSON input',
      headers: { type: 'turn.opened', version: '1' },
      key: conversationId,
      value: 'e30=',
    },
  },
};

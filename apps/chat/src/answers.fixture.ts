import { type Event, Reply, type Session, type Shown, TurnAnswered } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';

const conversation = {
  conversationId: 'c-1',
  botId: 'shop',
  userId: 'u-1',
  attributes: {},
  openedAt: 0,
  userAt: null,
};

export const text = (id: string, said = id) => Reply.parse({ id, type: 'text', text: said });
export const said = (words: string): Shown => ({ from: 'user', text: words, at: 1 });

/** What a bot remembers while it waits for a page. */
export function calling(id: string, ms = 3000): Session {
  const waiting = { id, kind: 'page' as const, for: 'share', ms };
  return { number: 1, version: 1, startedAt: 0, webView: {}, variables: {}, stack: [], waiting };
}

export function answered(turn: number, more: Partial<TurnAnswered> = {}): Event<TurnAnswered> {
  const final = more.final ?? true;
  return TurnAnswered(
    {
      turn,
      inputId: `input-${turn}`,
      message: null,
      replies: [],
      final,
      failed: false,
      leaves: 'open',
      session: null,
      conversation,
      ...more,
    },
    { time: 1000 + turn },
  );
}

export function received(event: Event, offset = 0): Received {
  const { data, ...envelope } = event;
  const value = Buffer.from(JSON.stringify(data));
  return { partition: 0, offset, envelope, event, raw: { key: event.key, headers: {}, value } };
}

/** The same record, of which only headers and bytes may be looked at. */
export function unparsed(event: Event, offset = 0): Received {
  return Object.defineProperty(received(event, offset), 'event', {
    get() {
      throw new Error('it was parsed');
    },
  });
}

/** The same record, of which only the headers can be read. */
export function unreadable(event: Event, offset = 0): Received {
  const { event: _, ...record } = received(event, offset);
  return { ...record, event: undefined, problem: 'not JSON' };
}

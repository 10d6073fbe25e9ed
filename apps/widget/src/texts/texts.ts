import type { Ended } from '../talk/talking.ts';

type Count = (n: number) => string;

/** What the chat itself says, in one language. Bots say everything else. */
export interface Texts {
  /** Of a chat that has no title of its own. */
  readonly title: string;
  readonly open: string;
  readonly close: string;
  readonly back: string;
  readonly cancel: string;

  readonly menu: string;
  readonly begin: string;
  readonly earlier: string;
  readonly end: string;
  readonly endAsked: string;
  readonly forget: string;
  readonly nothingSaid: string;
  /** Of a conversation, as one word. */
  readonly over: string;

  readonly online: string;
  readonly connecting: string;
  readonly offline: string;
  readonly offlineMore: string;
  readonly closed: string;
  readonly transferred: string;
  readonly transferredTo: (who: string) => string;
  readonly ended: Readonly<Record<Ended, string>>;
  readonly reload: string;
  readonly retry: string;

  readonly messages: string;
  readonly you: string;
  readonly outside: string;
  readonly says: (who: string, what: string) => string;
  readonly typing: string;
  readonly sending: string;
  readonly waiting: string;
  readonly refused: string;
  readonly tooMany: string;
  readonly again: string;
  readonly discard: string;
  readonly older: string;
  readonly toEnd: string;
  readonly unread: Count;
  readonly fresh: Count;

  readonly write: string;
  readonly send: string;
  readonly left: Count;
  readonly tooLong: Count;

  readonly answers: string;
  readonly cards: string;
  readonly picture: string;
  readonly newWindow: string;
}

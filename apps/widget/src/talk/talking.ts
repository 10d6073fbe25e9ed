import type { Json, Message, Problem } from '@backchannel/contracts';

/** What a person has said and the transcript has not shown yet. */
export interface Pending {
  /** The client's own id: sent again it is the same message. */
  readonly id: string;
  readonly at: number;
  readonly text: string;
  /** Of what was tapped; `text` is then its label. */
  readonly payload?: string;
}

/** As much of a problem as the chat tells people. */
export type Trouble = Pick<Problem, 'code'>;

/** What the person has said and nobody has taken. */
export interface Refused extends Pending {
  readonly problem: Trouble;
}

/** A conversation of this browser with this bot. */
export interface Known {
  readonly conversationId: string;
  readonly userId: string;
  readonly startedAt: number;
  /** The last that was shown of it, and when. `seq` tells tabs which of them has come further. */
  readonly last: { readonly text: string; readonly at: number; readonly seq: number } | null;
  readonly closed: boolean;
}

/** Why a conversation can't be shown any more; the names of `closeCodes`, and `bot_disabled`. */
export type Ended = 'origin_forbidden' | 'bot_unknown' | 'bot_disabled' | 'erased' | 'unauthorized' | 'frame_invalid';

/** What is worth drawing. Each change makes a new one; what has not changed in it stays the same object. */
export interface Talking {
  /** `idle`: no conversation has been opened; nothing has been asked of the server. */
  readonly status: 'idle' | 'connecting' | 'online' | 'offline' | 'ended';
  readonly ended: Ended | null;
  readonly current: Known | null;
  /** Those of this browser, the newest first, the current one among them. */
  readonly known: readonly Known[];
  /** Of the transcript, what is to be shown: delays have passed. By `seq`; page calls are not among them. */
  readonly messages: readonly Message[];
  /** The bot works on something, or a reply is held back for a moment. */
  readonly typing: boolean;
  readonly pending: readonly Pending[];
  readonly refused: readonly Refused[];
  /** What came while nobody looked. */
  readonly unread: number;
  /** The bot has ended the conversation; or handed it over to people. */
  readonly closed: boolean;
  readonly transferred: boolean;
}

/** Who the page says the person is. */
export interface Identity {
  readonly userId?: string;
  readonly attributes?: Readonly<Record<string, Json>>;
}

/** One tab's side of a person's conversations with a bot. Everything it is told to do survives a reload, and comes again by itself. */
export interface Talk {
  readonly now: Talking;
  /** Is called after every change, at most once in a frame; answers with how to end that. */
  watch(changed: (now: Talking) => void): () => void;
  /** Every message once, when it is shown, and only if it came while this tab was there: not what a reload finds again. */
  onMessage(heard: (message: Message) => void): () => void;
  /** Goes on with the current conversation, or opens one. */
  start(): void;
  /** A new conversation; the one before is kept among those that are known. */
  begin(): void;
  choose(conversationId: string): void;
  /** Takes a conversation out of this browser; the server keeps it. */
  forget(conversationId: string): void;
  say(text: string): void;
  tap(postback: { readonly payload: string; readonly label: string }): void;
  /** Says what was refused once more, as a new message; or takes it away. */
  again(id: string): void;
  discard(id: string): void;
  /** The person ends the conversation. */
  end(): void;
  /** Whether somebody looks at the messages: only then they are acknowledged. */
  look(isLooking: boolean): void;
  /** For conversations that are opened from now on; another `userId` than the current conversation's leaves it. */
  identify(who: Identity): void;
  /** Ends everything that goes on in this tab, and tells nobody. */
  destroy(): void;
}

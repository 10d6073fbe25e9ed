import type { Json, Message } from '@backchannel/contracts';
import type { Identity, Talking } from './talk/talking.ts';

/** What a page can hear of. */
export interface Heard {
  /** The chat is on the screen, or not any more. */
  open: undefined;
  close: undefined;
  /** A message is shown that came just now: not those that a reload finds again. */
  message: Message;
  /** The bot works on something that takes a moment; or it has answered. */
  turn: { readonly working: boolean };
  /** How many messages came while the chat was closed or out of sight. */
  unread: number;
  /** Whether there is a connection; `ended`: for good. */
  status: Talking['status'];
  /** Another conversation is shown: its ids, as outside systems need them. */
  conversation: { readonly conversationId: string; readonly userId: string; readonly botId: string };
}

/** `window.Backchannel`: what a page can do with the chat. Calls before it has loaded are done when it has. */
export interface Api {
  open(): void;
  close(): void;
  /** Says something as the person would. Opens a conversation if there is none, but not the window. */
  send(text: string): void;
  /** Who the person is: a claim of the page, good for conversations that are opened from now on. */
  identify(who: Identity): void;
  /** Answers with how to stop hearing. */
  on<Name extends keyof Heard>(name: Name, listener: (heard: Heard[Name]) => void): () => void;
  /** Draws replies of the type `universal` into an element of the page. Without it they are not shown, but for their `text`. */
  render(draw: (content: Json, place: HTMLElement) => void): void;
  /** Takes the chat out of the page. */
  destroy(): void;
}

/** What the script tag says (`data-…`), and where it came from. */
export interface Config {
  /** Of the chat service, without a slash at its end. */
  readonly server: string;
  readonly botId: string;
  /** A language (BCP 47) for the chat's own texts; without it the page's, then the browser's. */
  readonly lang?: string;
  /** Whether there is a button that opens the chat; without it the page opens it. */
  readonly launcher: boolean;
}

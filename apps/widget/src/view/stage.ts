import type { Language } from '../texts/languages.ts';
import type { Coming } from './coming.ts';
import type { Places } from './replies/places.ts';
import type { Span } from './transcript/span.ts';
import type { Scene } from './viewing.ts';

/** What the person has made of the view, beside what was said. */
export interface Seen {
  readonly isOpen: boolean;
  readonly shows: 'conversation' | 'earlier' | 'ending';
  readonly hasMenu: boolean;
  /** What they have written and not sent. */
  readonly draft: string;
  /** What they read of the transcript; null: its end, whatever comes. */
  readonly reading: Span | null;
  /** The address of a page that lies over the chat. */
  readonly page: string | null;
  /** As on a phone: the chat has the whole screen. */
  readonly isNarrow: boolean;
}

/** What every part of the chat may ask for, and do. */
export interface Stage extends Scene, Language {
  /** Of the chat: who answers. */
  readonly title: string;
  /** Where the page draws replies of its own. */
  readonly places: Places;
  /** What is not drawn for everybody. */
  readonly coming: Coming;
  /** As it is now. */
  readonly seen: Seen;
  /** Draws everything with these changes. */
  readonly set: (changes: Partial<Seen>) => void;
  readonly close: () => void;
  /** One step out: of a page, of a list, of the chat. */
  readonly back: () => void;
  /** A new conversation. */
  readonly begin: () => void;
  /** Opens an address of the web over the chat, or where there is no room for it in a window of its own. */
  readonly visit: (address: string) => void;
  /** Puts the focus where the person goes on: what they have tapped is gone. */
  readonly refocus: () => void;
}

export interface OnStage {
  readonly stage: Stage;
}

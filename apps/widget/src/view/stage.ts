import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '../texts/languages.ts';
import type { Places } from './replies/places.ts';
import type { Scene } from './viewing.ts';

/** What every part of the chat may ask for. It stays the same object until something in it changes. */
export interface Stage extends Scene, Language {
  /** Of the chat: who answers. */
  readonly title: string;
  /** Where the page draws replies of its own. */
  readonly places: Places;
  /** What the person has written and not sent: it stays when the composer goes. */
  readonly draft: { text: string };
  /** As on a phone: the chat has the whole screen. */
  readonly isNarrow: boolean;
  /** Opens an address of the web over the chat, or where there is no room for it in a window of its own. */
  readonly visit: (address: string) => void;
  /** Puts the focus where the person goes on: what they have tapped is gone. */
  readonly refocus: () => void;
}

const stage = createContext<Stage | null>(null);
export const OnStage = stage.Provider;

export function useStage(): Stage {
  const found = useContext(stage);
  if (!found) throw new Error('This part of the chat is drawn outside of it.');
  return found;
}

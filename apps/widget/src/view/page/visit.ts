import type { Message } from '@backchannel/contracts';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Talk } from '../../talk/talking.ts';
import { focused } from '../device/focus.ts';

export interface Visiting {
  /** Of the page that lies over the chat. */
  readonly address: string | null;
  readonly visit: (address: string) => void;
  readonly leave: () => void;
  /** How often the person came back because of a message. */
  readonly returns: number;
}

interface Visit {
  readonly newest: Message | undefined;
  readonly from: HTMLElement | null;
  readonly window: Window | null;
}

interface Around {
  readonly talk: Talk;
  readonly isNarrow: boolean;
  readonly refocus: () => void;
}

/** A page that the person visits from the chat, until they leave it or a message comes of it. */
export function useVisit({ talk, isNarrow, refocus }: Around): Visiting {
  const [address, setAddress] = useState<string | null>(null);
  const [returns, setReturns] = useState(0);
  const current = useRef<Visit | null>(null);

  const end = () => {
    const visit = current.current;
    current.current = null;
    visit?.window?.close();
    setAddress(null);
    return visit;
  };
  const visit = (to: string) => {
    const page = isNarrow ? openWindow(to) : null;
    current.current = { newest: talk.now.messages.at(-1), from: focused(), window: page };
    setAddress(isNarrow ? null : to);
  };
  const leave = () => {
    const { from } = end() ?? {};
    // Once the chat can have the focus again.
    setTimeout(() => (from?.isConnected ? from.focus() : refocus()));
  };
  useEffect(
    () =>
      talk.onMessage((message) => {
        if (!current.current || !isAnswer(message, current.current.newest)) return;
        const { window: page } = end() ?? {};
        setReturns((before) => before + 1);
        if (!page) setTimeout(refocus);
      }),
    [talk],
  );
  return useMemo(() => ({ address, visit, leave, returns }), [address, isNarrow, returns]);
}

/** What the bot had already said when the person left, and only holds back for a moment, calls nobody back. */
export function isAnswer(message: Message, newest: Message | undefined): boolean {
  if (message.from === 'user') return false;
  return !newest || (message.seq > newest.seq && message.at > newest.at);
}

/** It can't reach the page that it came from; that one may still close it, where the browser lets it. */
function openWindow(address: string): Window | null {
  const page = window.open('about:blank', '_blank');
  if (!page) {
    window.open(address, '_blank', 'noopener');
    return null;
  }
  page.opener = null;
  page.location.replace(address);
  return page;
}

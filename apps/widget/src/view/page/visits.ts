import type { Message } from '@backchannel/contracts';
import { listen } from '../../listen.ts';
import { focused } from '../device/focus.ts';
import type { Stage } from '../stage.ts';

/** The page hears what its post was answered a little later than the chat hears of it, and may have to do with that. */
const graceMs = 500;

interface Visit {
  /** The newest message when the person left. */
  readonly newest: Message | undefined;
  readonly from: HTMLElement | null;
  readonly window: Window | null;
}

/** Pages that the person visits from the chat, until they come back by themselves or a message calls them back. */
export function pageVisits(stage: Stage) {
  let visit: Visit | null = null;

  const end = (isBack: boolean) => {
    const ended = visit;
    visit = null;
    ended?.window?.close();
    stage.set({ page: null, ...(isBack && { reading: null, shows: 'conversation' }) });
    if (isBack || !ended?.from?.isConnected) stage.refocus();
    else ended.from.focus();
  };
  return {
    visit(address: string) {
      const { isNarrow } = stage.seen;
      const window = isNarrow ? openWindow(address) : null;
      visit = { newest: stage.talk.now.messages.at(-1), from: focused(), window };
      if (!isNarrow) stage.set({ page: address });
    },
    leave: () => end(false),
    watch() {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const deafen = stage.talk.onMessage((message) => {
        const answered = visit;
        if (!answered || !isAnswer(message, answered.newest)) return;
        timer ??= setTimeout(() => {
          timer = undefined;
          if (visit === answered) end(true);
        }, graceMs);
      });
      // Who has come back by hand may go on with the other window later: no answer closes it any more.
      const stay = listen(document, {
        visibilitychange() {
          if (visit?.window && document.visibilityState === 'visible') visit = null;
        },
      });
      return () => {
        clearTimeout(timer);
        deafen();
        stay();
      };
    },
  };
}

/**
 * What the bot had already said when the person left, and only holds back for a moment, calls nobody back: it was said
 * at the same moment. Which moment came first is for `seq` to say; two machines do not agree about it.
 */
export function isAnswer(message: Message, newest: Message | undefined): boolean {
  if (message.from === 'user') return false;
  return !newest || (message.seq > newest.seq && message.at !== newest.at);
}

/** It can't reach the page that it came from; that one may still close it, where the browser lets it. */
function openWindow(address: string): Window | null {
  const page = window.open('about:blank', '_blank');
  if (!page) return null;
  page.opener = null;
  page.location.replace(address);
  return page;
}

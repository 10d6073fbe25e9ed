import type { Message } from '@backchannel/contracts';
import { isShown, wordsOf } from '../replies/said.ts';
import type { Stage } from '../stage.ts';
import { noticeOf } from './notice.ts';

/** What comes at once is counted instead of read out from here on. */
const tooMany = 4;
const together = 150;
const forgotten = 5000;

/** Says each message that comes to those who can't see it: once, with who says it, and nothing that was there before. */
export function announce({ talk, texts, title, draw, root }: Stage): () => void {
  let heard: Message[] = [];
  let timer = 0;

  const spoken = (message: Message) => {
    const who = { user: texts.you, bot: title, outside: texts.outside }[message.from];
    return texts.says(who, noticeOf(message, texts) ?? wordsOf(message));
  };
  const speak = () => {
    // Outside of a modal window nothing is heard, and inside of a closed one neither.
    const frame = root.querySelector('dialog[open]');
    const live = root.querySelector(frame ? 'dialog > .unseen' : '.chat > .unseen');
    const said = frame && heard.length < tooMany ? heard.map(spoken) : [texts.fresh(heard.length)];
    heard = [];
    for (const text of said) live?.append(Object.assign(document.createElement('p'), { textContent: text }));
    timer = window.setTimeout(() => live?.replaceChildren(), forgotten);
  };
  const stop = talk.onMessage((message) => {
    if (message.from === 'user' || !isShown(message, draw() !== null)) return;
    heard.push(message);
    if (heard.length > 1) return;
    clearTimeout(timer);
    timer = window.setTimeout(speak, together);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

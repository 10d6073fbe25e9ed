import type { Message } from '@backchannel/contracts';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isShown, wordsOf } from '../replies/said.ts';
import { useStage } from '../stage.ts';

interface Spoken {
  readonly key: number;
  readonly text: string;
}

/** What comes at once is counted instead of read out from here on. */
const tooMany = 4;
const together = 150;
const forgotten = 5000;

/** Says each message that comes to those who can't see it: once, with who says it, and nothing that was there before. */
export function Announcer({ isOpen }: { readonly isOpen: boolean }) {
  const { talk, texts, title, draw } = useStage();
  const [spoken, setSpoken] = useState<readonly Spoken[]>([]);
  const open = useRef(isOpen);
  open.current = isOpen;

  useEffect(() => {
    let heard: Message[] = [];
    let key = 0;
    let timer = 0;
    const clear = () => setSpoken([]);
    const speak = () => {
      const said = open.current && heard.length < tooMany ? heard.map(textOf) : [texts.fresh(heard.length)];
      heard = [];
      setSpoken((before) => [...before, ...said.map((text) => ({ key: (key += 1), text }))].slice(-tooMany));
      timer = window.setTimeout(clear, forgotten);
    };
    const textOf = (message: Message) => {
      const who = { user: texts.you, bot: title, outside: texts.outside }[message.from];
      return texts.says(who, noticeOf(message) ?? wordsOf(message));
    };
    const noticeOf = ({ type }: Message) =>
      type === 'closed' ? texts.closed : type === 'transfer' ? texts.transferred : undefined;
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
  }, [talk]);

  return (
    <div class="unseen" aria-live="polite">
      {spoken.map(({ key, text }) => (
        <p key={key}>{text}</p>
      ))}
    </div>
  );
}

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useStage } from '../stage.ts';
import { leftOf } from './length.ts';

/** Where the person writes. */
export function Composer() {
  const { texts, talk, draft } = useStage();
  const [text, setText] = useState(draft.text);
  const area = useRef<HTMLTextAreaElement>(null);
  const left = leftOf(text);
  const isTooLong = left !== null && left < 0;
  const canSend = text.trim() !== '' && !isTooLong;

  const write = (written: string) => {
    draft.text = written;
    setText(written);
  };
  const send = () => {
    if (!canSend) return;
    talk.say(text.trim());
    write('');
    area.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    // While a word is put together of several keys, Enter belongs to that; Safari says so only by the code.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    send();
  };
  useLayoutEffect(() => {
    const { current } = area;
    if (!current) return;
    current.style.height = 'auto';
    current.style.height = `${current.scrollHeight}px`;
  }, [text]);

  return (
    <div class="composer">
      <div class="writing">
        <textarea
          rows={1}
          dir="auto"
          enterkeyhint="send"
          ref={area}
          value={text}
          placeholder={texts.write}
          aria-label={texts.write}
          aria-invalid={isTooLong}
          aria-describedby="left"
          onInput={({ currentTarget }) => write(currentTarget.value)}
          onKeyDown={keys}
        />
        <button
          type="button"
          class="send"
          aria-label={texts.send}
          title={texts.send}
          disabled={!canSend}
          onClick={send}
        >
          <Icon name="send" />
        </button>
      </div>
      <div id="left" class={isTooLong ? 'left wrong' : 'left'} aria-live="polite">
        {left !== null && (isTooLong ? texts.tooLong(-left) : texts.left(left))}
      </div>
    </div>
  );
}

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Talking } from '../../talk/talking.ts';
import { Icon } from '../icon.tsx';
import { QuickReplies } from '../replies/quick-replies.tsx';
import { isShown, quickRepliesOf } from '../replies/said.ts';
import { useStage } from '../stage.ts';
import { Greeting } from './greeting.tsx';
import { linesOf } from './lines.ts';
import { MessageLine } from './message.tsx';
import { useScrolling } from './scrolling.ts';
import { PendingLine, RefusedLine } from './unsent.tsx';

interface Props {
  readonly now: Talking;
  /** Nobody answers any more. */
  readonly isOver: boolean;
  readonly onEnd: (isAtEnd: boolean) => void;
  /** Another number: to the end. */
  readonly jumps: number;
}

export function Transcript({ now, isOver, onEnd, jumps }: Props) {
  const { texts, draw, refocus } = useStage();
  const isDrawn = draw() !== null;
  const messages = now.messages.filter((message) => isShown(message, isDrawn));
  const { length: count } = messages;
  const { box, content, span, isAtEnd, onScroll, toEnd, toEarlier } = useScrolling(count);
  const known = useRef(now.messages.at(-1)?.seq ?? 0);
  const seen = useRef(count);
  if (isAtEnd) seen.current = count;
  const unseen = count - seen.current;

  useEffect(() => onEnd(isAtEnd), [isAtEnd]);
  // Who says something wants to see it.
  useLayoutEffect(toEnd, [jumps, now.pending.length]);

  const newest = messages.at(-1);
  const quickReplies = newest && now.pending.length === 0 && !isOver ? quickRepliesOf(newest) : [];
  return (
    <div class="reading">
      <div
        class="transcript"
        role="log"
        aria-live="off"
        aria-label={texts.messages}
        tabIndex={0}
        ref={box}
        onScroll={onScroll}
      >
        <div class="content" ref={content}>
          {span.from > 0 ? (
            <button type="button" class="quiet older" onClick={toEarlier}>
              {texts.older}
            </button>
          ) : (
            <Greeting />
          )}
          <ol class="lines">
            {linesOf(messages, span).map((line) => (
              <MessageLine
                key={line.message.id}
                {...{ ...line, isOver, isDrawn }}
                isFresh={line.message.seq > known.current && line.message.from !== 'user'}
              />
            ))}
            {now.refused.map((refused) => (
              <RefusedLine key={refused.id} {...{ refused }} />
            ))}
            {now.pending.map((pending) => (
              <PendingLine key={pending.id} {...{ pending }} isWaiting={now.status === 'offline'} />
            ))}
            {now.typing && <Typing />}
          </ol>
          {quickReplies.length > 0 && <QuickReplies {...{ quickReplies }} />}
        </div>
      </div>
      {!isAtEnd && (
        <button
          type="button"
          class="to-end"
          onClick={() => {
            toEnd();
            refocus();
          }}
        >
          <Icon name="down" />
          {unseen > 0 ? texts.fresh(unseen) : <span class="unseen">{texts.toEnd}</span>}
        </button>
      )}
    </div>
  );
}

function Typing() {
  const { texts } = useStage();
  return (
    <li class="line bot first last fresh">
      <span class="bubble typing" role="img" aria-label={texts.typing}>
        <i />
        <i />
        <i />
      </span>
    </li>
  );
}

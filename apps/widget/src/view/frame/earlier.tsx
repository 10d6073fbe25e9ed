import { useEffect, useRef } from 'preact/hooks';
import type { Known } from '../../talk/talking.ts';
import { Icon } from '../icon.tsx';
import { useStage } from '../stage.ts';
import { dayOf, timeOf } from '../transcript/moments.ts';

interface Props {
  readonly known: readonly Known[];
  readonly current: Known | null;
  readonly onLeave: () => void;
}

/** The conversations of this browser. */
export function Earlier({ known, current, onLeave }: Props) {
  const { texts, talk, lang } = useStage();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  const choose = (conversationId: string) => {
    if (conversationId !== current?.conversationId) talk.choose(conversationId);
    onLeave();
  };
  return (
    <>
      <div class="bar">
        <button type="button" class="tool" ref={back} aria-label={texts.back} title={texts.back} onClick={onLeave}>
          <Icon name="back" turns />
        </button>
        <h2 class="bar-title title">{texts.earlier}</h2>
      </div>
      <ul class="earlier">
        {known.map(({ conversationId, startedAt, last, closed }) => {
          const at = last?.at ?? startedAt;
          const isCurrent = conversationId === current?.conversationId;
          return (
            <li key={conversationId}>
              <button type="button" class="known" aria-current={isCurrent} onClick={() => choose(conversationId)}>
                <span class="known-text" dir="auto">
                  {last?.text || texts.nothingSaid}
                </span>
                <span class="meta">
                  {dayOf(at, lang)}, {timeOf(at, lang)}
                  {closed && ` · ${texts.over}`}
                </span>
              </button>
              {!isCurrent && (
                <button
                  type="button"
                  class="tool"
                  aria-label={texts.forget}
                  title={texts.forget}
                  onClick={() => {
                    talk.forget(conversationId);
                    back.current?.focus();
                  }}
                >
                  <Icon name="remove" />
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

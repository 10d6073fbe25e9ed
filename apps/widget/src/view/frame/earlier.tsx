import type { Talking } from '../../talk/talking.ts';
import { focusIt } from '../device/focus.ts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import type { OnStage } from '../stage.ts';
import { dayOf, timeOf } from '../transcript/moments.ts';

interface Props extends OnStage {
  readonly now: Talking;
}

/** The conversations of this browser. */
export function Earlier({ stage, now: { known, current } }: Props) {
  const { texts, talk, lang, back, refocus } = stage;
  return (
    <>
      <div class="bar">
        <button type="button" class="tool" ref={focusIt} aria-label={texts.back} onClick={back}>
          <Icon path={icons.back} turns />
        </button>
        <h2 class="bar-title title">{texts.earlier}</h2>
      </div>
      <ul class="earlier">
        {known.map(({ conversationId, startedAt, last, closed }) => {
          const at = last?.at ?? startedAt;
          const isCurrent = conversationId === current?.conversationId;
          const choose = () => {
            if (!isCurrent) talk.choose(conversationId);
            back();
          };
          const forget = () => {
            talk.forget(conversationId);
            refocus();
          };
          return (
            <li key={conversationId}>
              <button type="button" class="known" aria-current={isCurrent} onClick={choose}>
                <span class="known-text" dir="auto">
                  {last?.text || texts.nothingSaid}
                </span>
                <span class="meta">
                  {dayOf(at, lang)}, {timeOf(at, lang)}
                  {closed && ` · ${texts.over}`}
                </span>
              </button>
              {!isCurrent && (
                <button type="button" class="tool" aria-label={texts.forget} onClick={forget}>
                  <Icon path={icons.remove} />
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

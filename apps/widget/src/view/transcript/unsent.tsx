import type { Pending, Refused } from '../../talk/talking.ts';
import { Icon } from '../icon.tsx';
import { Words } from '../replies/words.tsx';
import type { OnStage } from '../stage.ts';

interface PendingProps extends OnStage {
  readonly pending: Pending;
  readonly isWaiting: boolean;
}

interface RefusedProps extends OnStage {
  readonly refused: Refused;
}

/** What the person has said and nobody has shown yet. */
export function PendingLine({ stage: { texts }, pending, isWaiting }: PendingProps) {
  return (
    <li class="line user unsent last fresh">
      <span class="unseen">{texts.you}: </span>
      <div class="bubble">
        <Words text={pending.text} />
      </div>
      <span class="meta">
        <Icon name="clock" />
        {isWaiting ? texts.waiting : texts.sending}
      </span>
    </li>
  );
}

export function RefusedLine({ stage, refused: { id, text, problem } }: RefusedProps) {
  const { texts, talk, refocus } = stage;
  const act = (what: 'again' | 'discard') => () => {
    talk[what](id);
    refocus();
  };
  return (
    <li class="line user refused last">
      <span class="unseen">{texts.you}: </span>
      <div class="bubble">
        <Words text={text} />
      </div>
      <span class="meta">
        <Icon name="alert" />
        {problem.code === 'rate_limited' || problem.code === 'queue_full' ? texts.tooMany : texts.refused}
      </span>
      <div class="rescue">
        <button type="button" class="quiet" onClick={act('again')}>
          {texts.again}
        </button>
        <button type="button" class="quiet" onClick={act('discard')}>
          {texts.discard}
        </button>
      </div>
    </li>
  );
}

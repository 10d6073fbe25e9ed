import type { ComponentChildren } from 'preact';
import type { Pending, Refused } from '../../talk/talking.ts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import { Words } from '../replies/words.tsx';
import type { OnStage } from '../stage.ts';

interface Props extends OnStage {
  readonly text: string;
  readonly kind: 'unsent fresh' | 'refused';
  readonly icon: string;
  /** What has become of it. */
  readonly fate: string;
  readonly children?: ComponentChildren;
}

/** What the person has said and nobody has shown yet. */
const UnsentLine = ({ stage, text, kind, icon, fate, children }: Props) => (
  <li class={`line user last ${kind}`}>
    <span class="unseen">{stage.texts.you}: </span>
    <div class="bubble">
      <Words {...{ text }} />
    </div>
    <span class="meta">
      <Icon path={icon} />
      {fate}
    </span>
    {children}
  </li>
);

interface PendingProps extends OnStage {
  readonly pending: Pending;
  readonly isWaiting: boolean;
}

export const PendingLine = ({ stage, pending: { text }, isWaiting }: PendingProps) => (
  <UnsentLine
    {...{ stage, text }}
    kind="unsent fresh"
    icon={icons.clock}
    fate={isWaiting ? stage.texts.waiting : stage.texts.sending}
  />
);

interface RefusedProps extends OnStage {
  readonly refused: Refused;
}

export function RefusedLine({ stage, refused: { id, text, problem } }: RefusedProps) {
  const { texts, talk, refocus } = stage;
  const again = () => {
    talk.again(id);
    refocus();
  };
  const discard = () => {
    talk.discard(id);
    refocus();
  };
  const isTooMany = problem.code === 'rate_limited' || problem.code === 'queue_full';
  return (
    <UnsentLine {...{ stage, text }} kind="refused" icon={icons.alert} fate={isTooMany ? texts.tooMany : texts.refused}>
      <div class="rescue">
        <button type="button" class="quiet" onClick={again}>
          {texts.again}
        </button>
        <button type="button" class="quiet" onClick={discard}>
          {texts.discard}
        </button>
      </div>
    </UnsentLine>
  );
}

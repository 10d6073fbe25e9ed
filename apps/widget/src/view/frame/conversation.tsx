import { useEffect, useState } from 'preact/hooks';
import type { Talking } from '../../talk/talking.ts';
import { Composer } from '../composer/composer.tsx';
import { Foot } from '../composer/foot.tsx';
import { Icon } from '../icon.tsx';
import { useStage } from '../stage.ts';
import { Transcript } from '../transcript/transcript.tsx';

interface Props {
  readonly now: Talking;
  readonly begin: () => void;
  /** Nothing lies over it. */
  readonly isSeen: boolean;
  readonly jumps: number;
  readonly asksToEnd: boolean;
  readonly onAsked: () => void;
}

export function Conversation({ now, begin, isSeen, jumps, asksToEnd, onAsked }: Props) {
  const { texts, talk } = useStage();
  const [isAtEnd, setAtEnd] = useState(true);
  useLooking(isSeen && isAtEnd);
  const { status, ended, closed } = now;

  const end = () => {
    talk.end();
    onAsked();
  };
  return (
    <>
      <Transcript {...{ now, jumps }} isOver={closed || status === 'ended'} onEnd={setAtEnd} />
      {status === 'offline' && (
        <div class="note" role="status">
          <Icon name="offline" />
          {texts.offlineMore}
        </div>
      )}
      {status === 'ended' && ended ? (
        <Foot text={texts.ended[ended]} {...wayOut(ended, begin)} />
      ) : closed ? (
        <Foot text={texts.closed} label={texts.begin} act={begin} />
      ) : asksToEnd ? (
        <Foot text={texts.endAsked} label={texts.end} act={end} cancel={onAsked} />
      ) : (
        <Composer />
      )}
    </>
  );

  function wayOut(why: NonNullable<Talking['ended']>, begin: () => void) {
    if (why === 'frame_invalid') return { label: texts.reload, act: () => location.reload() };
    if (why === 'bot_disabled') return { label: texts.retry, act: () => talk.start() };
    if (why === 'erased' || why === 'unauthorized') return { label: texts.begin, act: begin };
    return {};
  }
}

/** Tells the talk whether somebody looks at the newest messages: the chat is open, the page in view, and the end as well. */
function useLooking(isSeen: boolean): void {
  const { talk } = useStage();
  useEffect(() => {
    const tell = () => talk.look(isSeen && document.visibilityState === 'visible');
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [talk, isSeen]);
  useEffect(() => () => talk.look(false), [talk]);
}

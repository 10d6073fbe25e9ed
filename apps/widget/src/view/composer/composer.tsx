import type { Talking } from '../../talk/talking.ts';
import type { OnStage } from '../stage.ts';
import { Foot } from './foot.tsx';
import { Writing } from './writing.tsx';

interface Props extends OnStage {
  readonly now: Talking;
}

/** Where the person writes; or why they can't, and what they can do then. */
export function Composer({ stage, now: { status, ended, closed, messages } }: Props) {
  const { texts, talk, seen, begin, back } = stage;
  if (status === 'ended' && ended) {
    const text = texts.ended[ended];
    if (ended === 'frame_invalid') return <Foot {...{ text }} label={texts.reload} act={() => location.reload()} />;
    if (ended === 'bot_disabled') return <Foot {...{ text }} label={texts.retry} act={() => talk.start()} />;
    return ended === 'erased' || ended === 'unauthorized' ? (
      <Foot {...{ text }} label={texts.begin} act={begin} />
    ) : (
      <Foot {...{ text }} />
    );
  }
  if (closed) {
    // Where the transcript says so there is no need to.
    const text = messages.at(-1)?.type === 'closed' ? null : texts.closed;
    return <Foot {...{ text }} label={texts.begin} act={begin} />;
  }
  if (seen.shows !== 'ending') return <Writing {...{ stage }} draft={seen.draft} />;
  const end = () => {
    talk.end();
    back();
  };
  return <Foot text={texts.endAsked} label={texts.end} act={end} cancel={{ label: texts.cancel, act: back }} />;
}

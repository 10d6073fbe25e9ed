import { useMemo, useRef } from 'preact/hooks';
import type { Talking } from '../talk/talking.ts';
import { enter } from './device/focus.ts';
import { Frame } from './frame/frame.tsx';
import { Launcher } from './frame/launcher.tsx';
import { useVisit } from './page/visit.ts';
import { OnStage, type Stage } from './stage.ts';
import { Announcer } from './transcript/announcer.tsx';

interface Props {
  /** What never changes. */
  readonly setting: Omit<Stage, 'isNarrow' | 'visit' | 'refocus'>;
  readonly now: Talking;
  readonly isOpen: boolean;
  readonly isNarrow: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

export function Chat({ setting, now, isOpen, isNarrow, onOpen, onClose }: Props) {
  const { root, talk, config } = setting;
  const refocus = () => enter(root);
  const visiting = useVisit({ talk, isNarrow, refocus });
  const stage = useMemo(() => ({ ...setting, isNarrow, visit: visiting.visit, refocus }), [setting, isNarrow]);
  const wasOpen = useRef(false);
  wasOpen.current ||= isOpen;
  // Whatever comes while it is closed is drawn when it is opened.
  const seen = isOpen ? now : null;
  const frame = useMemo(() => <Frame {...{ now, isOpen, visiting, onClose }} />, [seen, isOpen, visiting]);

  return (
    <OnStage value={stage}>
      {wasOpen.current && frame}
      {config.launcher && <Launcher {...{ isOpen }} unread={now.unread} onClick={isOpen ? onClose : onOpen} />}
      <Announcer {...{ isOpen }} />
    </OnStage>
  );
}

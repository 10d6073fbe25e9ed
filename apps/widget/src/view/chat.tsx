import type { Talking } from '../talk/talking.ts';
import { Frame } from './frame/frame.tsx';
import { Launcher } from './frame/launcher.tsx';
import type { OnStage, Seen } from './stage.ts';

interface Props extends OnStage {
  readonly now: Talking;
  readonly seen: Seen;
  readonly onLaunch: () => void;
}

export const Chat = ({ stage, now, seen, onLaunch }: Props) => (
  <>
    <Frame {...{ stage, now, seen }} />
    {stage.config.launcher && <Launcher {...{ stage }} isOpen={seen.isOpen} unread={now.unread} onClick={onLaunch} />}
    <div class="unseen" aria-live="polite" />
  </>
);

import type { Talking } from '../../talk/talking.ts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import type { OnStage } from '../stage.ts';
import { Avatar } from './avatar.tsx';
import { Menu } from './menu.tsx';

interface Props extends OnStage {
  readonly now: Talking;
}

export function Header({ stage, now }: Props) {
  const { texts, title, look, close } = stage;
  const { status } = now;
  const said = status === 'idle' || status === 'ended' ? null : texts[status];
  return (
    <div class="bar">
      <Avatar url={look.avatarUrl} />
      <div class="bar-title">
        <h2 class="title" dir="auto">
          {title}
        </h2>
        {said && <div class={`status ${status}`}>{said}</div>}
      </div>
      <Menu {...{ stage, now }} />
      <button type="button" class="tool" aria-label={texts.close} onClick={close}>
        <Icon path={icons.close} />
      </button>
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import type { Talking } from '../../talk/talking.ts';
import { Icon } from '../icon.tsx';
import { useStage } from '../stage.ts';
import { Avatar } from './avatar.tsx';

interface Props {
  readonly status: Talking['status'];
  readonly onClose: () => void;
  /** The menu. */
  readonly children: ComponentChildren;
}

export function Header({ status, onClose, children }: Props) {
  const { texts, title } = useStage();
  const said = { idle: null, connecting: texts.connecting, online: texts.online, offline: texts.offline, ended: null };
  return (
    <div class="bar">
      <Avatar />
      <div class="bar-title">
        <h2 class="title" dir="auto">
          {title}
        </h2>
        {said[status] && <div class={`status ${status}`}>{said[status]}</div>}
      </div>
      {children}
      <button type="button" class="tool" aria-label={texts.close} title={texts.close} onClick={onClose}>
        <Icon name="close" />
      </button>
    </div>
  );
}

import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import type { OnStage } from '../stage.ts';

interface Props extends OnStage {
  readonly isOpen: boolean;
  readonly unread: number;
  readonly onClick: () => void;
}

export function Launcher({ stage: { texts, lang }, isOpen, unread, onClick }: Props) {
  const name = isOpen ? texts.close : texts.open;
  const isMarked = unread > 0 && !isOpen;
  return (
    <button
      type="button"
      class={isOpen ? 'launcher open' : 'launcher'}
      aria-label={isMarked ? `${name}, ${texts.unread(unread)}` : name}
      aria-expanded={isOpen}
      onClick={({ currentTarget }) => {
        // Safari does not, and then the focus would not come back here.
        currentTarget.focus();
        onClick();
      }}
    >
      <Icon path={isOpen ? icons.down : icons.chat} />
      {isMarked && (
        <span class="badge" aria-hidden="true">
          {unread > 99 ? '99+' : unread.toLocaleString(lang)}
        </span>
      )}
    </button>
  );
}

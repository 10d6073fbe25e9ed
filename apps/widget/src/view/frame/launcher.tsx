import { Icon } from '../icon.tsx';
import { useStage } from '../stage.ts';

interface Props {
  readonly isOpen: boolean;
  readonly unread: number;
  readonly onClick: () => void;
}

export function Launcher({ isOpen, unread, onClick }: Props) {
  const { texts, lang } = useStage();
  const name = isOpen ? texts.close : texts.open;
  const isMarked = unread > 0 && !isOpen;
  return (
    <button
      type="button"
      class={isOpen ? 'launcher open' : 'launcher'}
      aria-label={isMarked ? `${name}, ${texts.unread(unread)}` : name}
      aria-expanded={isOpen}
      onClick={onClick}
    >
      <Icon name={isOpen ? 'down' : 'chat'} />
      {isMarked && (
        <span class="badge" aria-hidden="true">
          {unread > 99 ? '99+' : new Intl.NumberFormat(lang).format(unread)}
        </span>
      )}
    </button>
  );
}

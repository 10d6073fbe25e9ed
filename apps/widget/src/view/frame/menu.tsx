import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useStage } from '../stage.ts';

export interface Item {
  readonly icon: 'add' | 'earlier' | 'end';
  readonly label: string;
  readonly choose: () => void;
}

/** What can be done with conversations. */
export function Menu({ items }: { readonly items: readonly Item[] }) {
  const { texts, root } = useStage();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    list.current?.querySelector('button')?.focus();
    const look = (event: Event) => {
      if (![list, button].some(({ current }) => current && event.composedPath().includes(current))) setOpen(false);
    };
    root.addEventListener('pointerdown', look);
    return () => root.removeEventListener('pointerdown', look);
  }, [isOpen]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    }
    if (event.key === 'Tab') setOpen(false);
    const all = [...(list.current?.querySelectorAll('button') ?? [])];
    const place = all.findIndex((one) => one.matches(':focus'));
    const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all.at(next % all.length)?.focus();
  };
  return (
    <div class="menu">
      <button
        type="button"
        class="tool"
        ref={button}
        aria-label={texts.menu}
        title={texts.menu}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="more" />
      </button>
      {isOpen && (
        <div class="menu-items" role="menu" aria-label={texts.menu} ref={list} onKeyDown={keys}>
          {items.map(({ icon, label, choose }) => (
            <button
              type="button"
              role="menuitem"
              tabIndex={-1}
              key={label}
              onClick={() => {
                close();
                choose();
              }}
            >
              <Icon name={icon} />
              {label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

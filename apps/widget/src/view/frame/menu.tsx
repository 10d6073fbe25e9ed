import type { Talking } from '../../talk/talking.ts';
import { focusIt } from '../device/focus.ts';
import { Icon } from '../icon.tsx';
import type { OnStage } from '../stage.ts';

interface Props extends OnStage {
  readonly now: Talking;
}

/** What can be done with conversations. */
export function Menu({ stage, now: { known, current, closed, status } }: Props) {
  const { texts, begin, set, seen } = stage;
  const items = [
    { icon: 'add', label: texts.begin, choose: begin, isThere: true },
    {
      icon: 'earlier',
      label: texts.earlier,
      choose: () => set({ hasMenu: false, shows: 'earlier' }),
      isThere: known.length > 1,
    },
    {
      icon: 'end',
      label: texts.end,
      choose: () => set({ hasMenu: false, shows: 'ending' }),
      isThere: current !== null && !closed && status !== 'ended',
    },
  ] as const;
  const keys = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const { key, currentTarget } = event;
    const [button, ...all] = currentTarget.querySelectorAll('button');
    if (key === 'Escape' && seen.hasMenu) {
      event.stopPropagation();
      event.preventDefault();
      button?.focus();
      set({ hasMenu: false });
    }
    const place = all.findIndex((one) => one.matches(':focus'));
    const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: -1 }[key];
    if (next === undefined || all.length === 0) return;
    event.preventDefault();
    all.at(next % all.length)?.focus();
  };
  return (
    <div
      class="menu"
      onKeyDown={keys}
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget as Node | null)) set({ hasMenu: false });
      }}
    >
      <button
        type="button"
        class="tool"
        aria-label={texts.menu}
        aria-haspopup="menu"
        aria-expanded={seen.hasMenu}
        // The focus stays where it is: losing it would close the menu before the tap opens it again.
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => set({ hasMenu: !seen.hasMenu })}
      >
        <Icon name="more" />
      </button>
      {seen.hasMenu && (
        <div class="menu-items" role="menu" aria-label={texts.menu}>
          {items.map(
            ({ icon, label, choose, isThere }) =>
              isThere && (
                <button
                  type="button"
                  role="menuitem"
                  tabIndex={-1}
                  ref={icon === 'add' ? focusIt : null}
                  onClick={choose}
                >
                  <Icon name={icon} />
                  {label}
                </button>
              ),
          )}
        </div>
      )}
    </div>
  );
}

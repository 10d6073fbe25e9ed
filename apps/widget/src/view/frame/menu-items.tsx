import type { Talking } from '../../talk/talking.ts';
import { focusIt } from '../device/focus.ts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import type { OnStage } from '../stage.ts';

interface Props extends OnStage {
  readonly now: Talking;
}

export function MenuItems({ stage, now: { known, current, closed, status } }: Props) {
  const { texts, begin, set } = stage;
  const items = [
    { icon: icons.add, label: texts.begin, choose: begin, isThere: true },
    {
      icon: icons.earlier,
      label: texts.earlier,
      choose: () => set({ hasMenu: false, shows: 'earlier' }),
      isThere: known.length > 1,
    },
    {
      icon: icons.end,
      label: texts.end,
      choose: () => set({ hasMenu: false, shows: 'ending' }),
      isThere: current !== null && !closed && status !== 'ended',
    },
  ];
  const keys = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const all = [...event.currentTarget.querySelectorAll('button')];
    const place = all.findIndex((one) => one.matches(':focus'));
    const next = { ArrowDown: place + 1, ArrowUp: place - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all.at(next % all.length)?.focus();
  };
  return (
    <div class="menu-items" role="menu" aria-label={texts.menu} onKeyDown={keys}>
      {items.map(
        ({ icon, label, choose, isThere }) =>
          isThere && (
            <button
              type="button"
              role="menuitem"
              tabIndex={-1}
              ref={icon === icons.add ? focusIt : null}
              onClick={choose}
            >
              <Icon path={icon} />
              {label}
            </button>
          ),
      )}
    </div>
  );
}

import type { Talking } from '../../talk/talking.ts';
import { leaveIt } from '../device/focus.ts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import { Later } from '../later.tsx';
import type { OnStage } from '../stage.ts';

interface Props extends OnStage {
  readonly now: Talking;
}

/** What can be done with conversations. */
export function Menu({ stage, now }: Props) {
  const { texts, set, seen } = stage;
  const keys = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    if (event.key !== 'Escape' || !seen.hasMenu) return;
    event.stopPropagation();
    event.preventDefault();
    event.currentTarget.querySelector('button')?.focus();
    set({ hasMenu: false });
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
        // Losing the focus would close the menu before the tap opens it again.
        onPointerDown={leaveIt}
        onClick={() => set({ hasMenu: !seen.hasMenu })}
      >
        <Icon path={icons.more} />
      </button>
      {seen.hasMenu && <Later {...{ stage }} draw={({ MenuItems }) => <MenuItems {...{ stage, now }} />} />}
    </div>
  );
}

import type { ShownButton } from '@backchannel/contracts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import { away, webAddress } from '../page/address.ts';
import type { OnStage } from '../stage.ts';

interface Props extends OnStage {
  readonly button: ShownButton;
  /** Nobody answers any more. */
  readonly isOver: boolean;
}

/** Something to tap below a text or on a card. */
export function Button({ stage, button, isOver }: Props) {
  const { talk, refocus } = stage;
  const { label } = button;
  if (button.type === 'url') return <Link {...{ ...button, stage }} />;

  const tap = () => {
    talk.tap({ payload: button.payload, label });
    refocus();
  };
  return (
    <button type="button" class="choice" dir="auto" disabled={isOver} onClick={tap}>
      {label}
    </button>
  );
}

type Address = Extract<ShownButton, { type: 'url' }> & OnStage;

/** It is a link in any case, so that it can be copied, or opened in another tab. */
function Link({ stage: { visit, texts }, label, url, target }: Address) {
  const href = webAddress(url);
  if (href === null) return null;

  const isOver = target === 'slideout';
  const open = (event: MouseEvent & { readonly currentTarget: HTMLElement }) => {
    if (!isOver || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // Safari does not, and then the focus would not come back here.
    event.currentTarget.focus();
    visit(href);
  };
  const isElsewhere = target === 'new';
  return (
    <a
      class="choice"
      dir="auto"
      href={href}
      {...away}
      target={target === 'current' ? '_self' : '_blank'}
      onClick={open}
    >
      {label}
      {isElsewhere && <Icon path={icons.outside} turns />}
      {isElsewhere && <span class="unseen"> ({texts.newWindow})</span>}
    </a>
  );
}

import { Component } from 'preact';
import type { Talking } from '../../talk/talking.ts';
import { Composer } from '../composer/composer.tsx';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import { Later } from '../later.tsx';
import type { OnStage, Seen } from '../stage.ts';
import { Transcript } from '../transcript/transcript.tsx';
import { Header } from './header.tsx';

interface Props extends OnStage {
  readonly now: Talking;
  readonly seen: Seen;
}

/** The chat's window: beside the page, or, where the screen is narrow, over it. */
export class Frame extends Component<Props> {
  /** Whatever comes while it is closed is drawn when it is opened. */
  override shouldComponentUpdate({ seen }: Props): boolean {
    return seen.isOpen || this.props.seen.isOpen;
  }

  override render({ stage, now, seen }: Props) {
    const { title, back, close } = stage;
    const { page } = seen;
    const leave = (event: Event) => {
      event.preventDefault();
      event.stopPropagation();
      back();
    };
    return (
      <dialog
        class="window"
        aria-label={title}
        tabIndex={-1}
        onCancel={leave}
        // A browser may insist on closing it; that it was put elsewhere is no reason.
        onClose={({ currentTarget }) => {
          if (!currentTarget.open) close();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !event.isComposing) leave(event);
        }}
      >
        <div class="inside" inert={page !== null}>
          {seen.shows === 'earlier' ? (
            <Later {...{ stage }} draw={({ Earlier }) => <Earlier {...{ stage, now }} />} />
          ) : (
            <Conversation {...{ stage, now, seen }} />
          )}
        </div>
        {page !== null && <Later {...{ stage }} draw={({ Panel }) => <Panel {...{ stage }} address={page} />} />}
        <div class="unseen" aria-live="polite" />
      </dialog>
    );
  }
}

const Conversation = ({ stage, now, seen }: Props) => (
  <>
    <Header {...{ stage, now }} />
    <Transcript key={now.current?.conversationId} {...{ stage, now, seen }} />
    {now.status === 'offline' && (
      <div class="note" role="status">
        <Icon path={icons.offline} />
        {stage.texts.offlineMore}
      </div>
    )}
    <Composer {...{ stage, now }} />
  </>
);

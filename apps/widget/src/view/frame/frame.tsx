import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Talking } from '../../talk/talking.ts';
import { keepInside } from '../device/focus.ts';
import { fitScreen, holdPage } from '../device/screen.ts';
import { Panel } from '../page/panel.tsx';
import type { Visiting } from '../page/visit.ts';
import { useStage } from '../stage.ts';
import { Conversation } from './conversation.tsx';
import { Earlier } from './earlier.tsx';
import { Header } from './header.tsx';
import { type Item, Menu } from './menu.tsx';

interface Props {
  readonly now: Talking;
  readonly isOpen: boolean;
  readonly visiting: Visiting;
  readonly onClose: () => void;
}

/** The chat's window: beside the page, or, where the screen is narrow, over it. */
export function Frame({ now, isOpen, visiting, onClose }: Props) {
  const { texts, talk, title, isNarrow, refocus } = useStage();
  const self = useRef<HTMLDivElement>(null);
  const [shows, setShows] = useState<'conversation' | 'earlier' | 'end'>('conversation');
  const { current, known, status, closed } = now;
  const isAway = visiting.address !== null;

  useLayoutEffect(() => {
    if (!isOpen || !isNarrow || !self.current) return;
    const ends = [holdPage(), fitScreen(self.current)];
    return () => {
      for (const end of ends) end();
    };
  }, [isOpen, isNarrow]);

  const back = () => {
    setShows('conversation');
    setTimeout(refocus);
  };
  const begin = () => {
    talk.begin();
    back();
  };
  const keys = (event: KeyboardEvent) => {
    if (isNarrow && self.current) keepInside(self.current, event);
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    if (shows === 'conversation') onClose();
    else back();
  };
  const items: Item[] = [
    { icon: 'add', label: texts.begin, choose: begin },
    ...(known.length > 1
      ? [{ icon: 'earlier', label: texts.earlier, choose: () => setShows('earlier') } as const]
      : []),
    ...(current && !closed && status !== 'ended'
      ? [{ icon: 'end', label: texts.end, choose: () => setShows('end') } as const]
      : []),
  ];
  return (
    <div
      class="window"
      role="dialog"
      aria-label={title}
      aria-modal={isNarrow}
      tabIndex={-1}
      hidden={!isOpen}
      ref={self}
      onKeyDown={keys}
    >
      <div class="inside" inert={isAway}>
        {shows === 'earlier' ? (
          <Earlier {...{ known, current }} onLeave={back} />
        ) : (
          <>
            <Header {...{ status, onClose }}>
              <Menu items={items} />
            </Header>
            <Conversation
              key={current?.conversationId ?? ''}
              {...{ now, begin }}
              isSeen={isOpen && !isAway}
              jumps={visiting.returns}
              asksToEnd={shows === 'end'}
              onAsked={back}
            />
          </>
        )}
      </div>
      {visiting.address !== null && <Panel address={visiting.address} onLeave={visiting.leave} />}
    </div>
  );
}

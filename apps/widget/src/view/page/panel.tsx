import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../icon.tsx';
import { useStage } from '../stage.ts';
import { hostOf } from './address.ts';
import type { Visiting } from './visit.ts';

interface Props {
  readonly address: string;
  readonly onLeave: Visiting['leave'];
}

/** A page over the chat, which goes on behind it. The page can do what pages do, but not lead the shop's page away. */
const allowed =
  'allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads';

export function Panel({ address, onLeave }: Props) {
  const { texts } = useStage();
  const self = useRef<HTMLDivElement>(null);
  const [isThere, setThere] = useState(false);
  useEffect(() => self.current?.focus(), []);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onLeave();
  };
  const host = hostOf(address);
  return (
    <div class="panel" role="dialog" aria-label={host} tabIndex={-1} ref={self} onKeyDown={leave}>
      <div class="bar">
        <button type="button" class="tool" aria-label={texts.back} title={texts.back} onClick={onLeave}>
          <Icon name="back" turns />
        </button>
        <bdi class="bar-title">{host}</bdi>
        <a
          class="tool"
          href={address}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={texts.newWindow}
          title={texts.newWindow}
        >
          <Icon name="outside" turns />
        </a>
      </div>
      {!isThere && <div class="loading" role="progressbar" aria-label={texts.loading} />}
      <iframe
        src={address}
        title={host}
        sandbox={allowed}
        allow="payment; clipboard-write; publickey-credentials-get"
        onLoad={() => setThere(true)}
      />
    </div>
  );
}

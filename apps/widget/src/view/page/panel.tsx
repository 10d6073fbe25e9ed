import { focusIt } from '../device/focus.ts';
import { Icon } from '../icon.tsx';
import * as icons from '../icons.ts';
import type { OnStage } from '../stage.ts';
import { away, hostOf } from './address.ts';

interface Props extends OnStage {
  readonly address: string;
}

/** The page can do what pages do, but not lead the page that the chat is in away. */
const allowed =
  'allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads';

/** A page over the chat, which goes on behind it. */
export function Panel({ stage: { texts, back }, address }: Props) {
  const host = hostOf(address);
  return (
    <div class="panel" role="dialog" aria-label={host} tabIndex={-1} ref={focusIt}>
      <div class="bar">
        <button type="button" class="tool" aria-label={texts.back} onClick={back}>
          <Icon path={icons.back} turns />
        </button>
        <bdi class="bar-title">{host}</bdi>
        <a class="tool" href={address} {...away} aria-label={texts.newWindow}>
          <Icon path={icons.outside} turns />
        </a>
      </div>
      <div class="loading" />
      <iframe
        src={address}
        title={host}
        sandbox={allowed}
        allow="payment; clipboard-write; publickey-credentials-get"
        onLoad={({ currentTarget }) => currentTarget.classList.add('there')}
      />
    </div>
  );
}

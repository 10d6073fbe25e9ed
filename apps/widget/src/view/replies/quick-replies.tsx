import type { ShownQuickReply } from '@backchannel/contracts';
import { webAddress } from '../page/address.ts';
import type { OnStage } from '../stage.ts';

interface Props extends OnStage {
  readonly quickReplies: readonly ShownQuickReply[];
}

/** Below the newest message, until something has been said. */
export function QuickReplies({ stage: { talk, texts, refocus }, quickReplies }: Props) {
  return (
    <div class="quick" role="group" aria-label={texts.answers}>
      {quickReplies.map(({ title, payload, imageUrl }) => {
        const picture = webAddress(imageUrl);
        const tap = () => {
          talk.tap({ payload, label: title });
          refocus();
        };
        return (
          <button type="button" class="quick-reply" dir="auto" key={`${title} ${payload}`} onClick={tap}>
            {picture && <img src={picture} alt="" />}
            {title}
          </button>
        );
      })}
    </div>
  );
}

import type { ShownQuickReply } from '@backchannel/contracts';
import { webAddress } from '../page/address.ts';
import { useStage } from '../stage.ts';

/** Below the newest message, until something has been said. */
export function QuickReplies({ quickReplies }: { readonly quickReplies: readonly ShownQuickReply[] }) {
  const { talk, texts, refocus } = useStage();
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

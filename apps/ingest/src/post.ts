import { type BotSettings, InputReceived, type WebViewPost } from '@backchannel/contracts';
import { derivedId, newId } from '@backchannel/contracts/ids';

interface Arrival {
  readonly settings: BotSettings;
  readonly now: number;
  /** The request's `Idempotency-Key`. */
  readonly key: string | undefined;
}

/** A post to the Web View Integration API, as the log has it. */
export function inputOf(post: WebViewPost, { settings, now, key }: Arrival) {
  const { botId, conversationId, userId, message, contextVariables = [] } = post;
  const dedupe = key === undefined ? undefined : derivedId('webview', botId, conversationId, key);
  const { version, sessionMs, lateMessageMs, showPosted } = settings;
  return InputReceived(
    {
      kind: 'posted',
      inputId: dedupe === undefined ? newId(now) : derivedId(dedupe, JSON.stringify(post)),
      conversationId,
      botId,
      at: now,
      key: dedupe,
      bot: { version, sessionMs, lateMessageMs },
      userId,
      variables: Object.fromEntries(contextVariables.map(({ name, value }) => [name, value])),
      message,
      hidden: showPosted ? undefined : true,
    },
    { time: now },
  );
}

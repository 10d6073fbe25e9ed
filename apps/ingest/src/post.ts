import { type BotSettings, InputReceived, type WebViewPost } from '@backchannel/contracts';
import { derivedId, newId } from '@backchannel/contracts/ids';
import type { ReturnLink } from '@backchannel/contracts/return-link';

interface Arrival {
  readonly settings: BotSettings;
  readonly now: number;
  /** The request's `Idempotency-Key`; a link is its own. */
  readonly key?: string | undefined;
  readonly link?: ReturnLink | undefined;
}

/** A post to the Web View Integration API, as the log has it. */
export function inputOf(post: WebViewPost, { settings, now, key, link }: Arrival) {
  const { botId, conversationId, userId, message, contextVariables = [] } = post;
  const dedupe = dedupeKey(post, { key, link });
  const { version, sessionMs, lateMessageMs, showPosted } = settings;
  return InputReceived.of(
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
      linkUntil: link && link.exp * 1000,
    },
    { time: now },
  );
}

function dedupeKey({ botId, conversationId }: WebViewPost, { key, link }: Pick<Arrival, 'key' | 'link'>) {
  if (link) return derivedId('link', botId, conversationId, link.id);
  return key === undefined ? undefined : derivedId('webview', botId, conversationId, key);
}

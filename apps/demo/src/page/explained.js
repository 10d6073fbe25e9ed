// Why a post came to nothing, for people; the codes are those of docs/webview.md and docs/webhook.md.
const reasons = {
  link_used: 'A return link is good for one post. This one came with another body, so it changed nothing.',
  token_expired: 'The return link has ended. The bot makes a new one when you ask for it.',
  link_mismatch: 'The link was made for something else: it may set only what the bot has named.',
  conversation_closed: 'The conversation has ended. Begin a new one, and pay from there.',
  conversation_unknown: 'There is no conversation with that id. Was the address copied from somewhere else?',
  user_mismatch: 'The conversation is with somebody else: the three ids must belong together.',
  bot_mismatch: 'The conversation is with another bot: the three ids must belong together.',
  unauthorized: 'The digest or token does not fit: nobody gets in with it.',
  busy: 'The bot was working on something else, and this endpoint does not wait.',
  queue_full: 'Too many posts are waiting for this conversation.',
  rate_limited: 'Too many posts at once. Try again in a moment.',
  field_missing: 'Something that is required is not there.',
  field_invalid: 'Something breaks a rule.',
  idempotency_key_reused: 'The same key came before with another body.',
  unavailable: 'Not able to take it now. Trying again is safe.',
  message_too_late: 'The message came too long after the last word of the person. The variables were kept.',
  input_failed: 'The bot failed to answer. The person sees its words for that.',
};

/** A sentence for a code or a note; a problem says more where there is one. */
export function explain(code, problem) {
  const { detail, title } = problem ?? {};
  const said = reasons[code] ?? title ?? 'Nothing more is known of it.';
  return detail && !reasons[code]?.includes(detail) && code.startsWith('field') ? `${said} ${detail}.` : said;
}

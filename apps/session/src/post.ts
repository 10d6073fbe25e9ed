import { arrivalsOf, type InputReceived, limits, type Session, type Variables } from '@backchannel/contracts';
import type { Draft } from './draft.ts';
import { hear } from './hear.ts';
import type { State } from './state.ts';
import { ask } from './turn.ts';

export type Post = Extract<InputReceived, { kind: 'posted' }>;

/** Variables are always kept. The bot is asked if there is something to answer in time, or if it waits for this post. */
export function applyPost(draft: Draft, input: Post): void {
  const before = draft.state;
  hear(draft, input);
  const { session } = draft.state;
  if (!session) throw new Error('an open conversation has a session');

  const wantsAnswer = input.message !== undefined || input.target !== undefined;
  const opensTurn = isWaitedFor(session, input) || (wantsAnswer && !isLate(draft.state));
  const posted = { ...session, webView: merge(session.webView, input.variables) };
  const after = opensTurn ? posted : { ...posted, arrived: arrivedWith(session.arrived, input) };
  if (size(after) > limits.postedBytes) {
    draft.state = before;
    return draft.settle(input, { outcome: 'rejected', code: 'session_full' });
  }
  draft.become({ session: after });
  if (opensTurn) return ask(draft, input);
  draft.settle(input, wantsAnswer ? { outcome: 'applied', note: 'message_too_late' } : { outcome: 'applied' });
}

/** A wait step waits for a post like this one. */
export function isWaitedFor({ waiting }: Session, input: Post): boolean {
  return waiting?.kind === 'wait' && arrivalsOf(input).includes(waiting.for);
}

/** So long after the person's last message nothing that is posted out of the blue is answered. */
function isLate({ conversation, bot, at }: State): boolean {
  if (!conversation || !bot) throw new Error('an open conversation is known');
  return at - (conversation.userAt ?? conversation.openedAt) > bot.lateMessageMs;
}

/** What a wait step finds when it is come to later. A variable that was taken away again is not there. */
function arrivedWith(before: Session['arrived'], input: Post): Session['arrived'] {
  const arrived = { ...before };
  for (const [name, value] of Object.entries(input.variables)) {
    if (value === null && input.endpoint === undefined) delete arrived[`webview:${name}`];
  }
  for (const name of arrivalsOf(input)) arrived[name] = input.inputId;
  return arrived;
}

/** By name, the last value wins, null takes a value away. */
function merge(before: Variables, posted: Variables): Variables {
  return Object.fromEntries(Object.entries({ ...before, ...posted }).filter(([, value]) => value !== null));
}

const size = (session: Session) => Buffer.byteLength(JSON.stringify(session));

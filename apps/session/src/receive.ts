import { forgettingIn, type InputReceived, limits, type ProblemCode } from '@backchannel/contracts';
import type { Decision, View } from '@backchannel/projection';
import { apply } from './apply.ts';
import { Draft, type Moment, tracked } from './draft.ts';
import { forget } from './forget.ts';
import { nextSession } from './hear.ts';
import { counted, keysAreFull, recall, remembered } from './known.ts';
import { isUrgent, type Queued, type State, waitsForPage } from './state.ts';

/** An input is applied at once, waits its turn, or is rejected with the reason. */
export function receive(view: View<State | null>, input: InputReceived, moment: Moment): Decision<State | null> {
  const { state } = view;
  const forgetting = forgettingIn(input);
  if (forgetting !== null) return forget(state, forgetting);
  if (!state) return input.kind === 'opened' ? begin(input, moment) : unknown(input, moment);

  const known = recall(view, input);
  if (known?.inputId === input.inputId) return repeat(state, { input, outcome: known.outcome, moment });

  // The key keeps what it stands for, or stays free.
  const code = known ? reused(input) : turnedAway(state, input);
  if (code) return { state, events: [tracked(input, { outcome: 'rejected', code }, moment)] };

  const draft = new Draft(state, moment);
  draft.become({ keys: counted(state, input) });
  if (input.kind === 'elapsed') forgetDeadline(draft, input.deadline);
  const refusal = refuse(state, input);
  if (refusal) draft.settle(input, { outcome: 'rejected', code: refusal });
  else if (mustWait(state, input)) enqueue(draft, input);
  else {
    draft.changes.push(remembered(input, null));
    apply(draft, input);
  }
  return draft.done();
}

/** A return link is a key that its bearer has not chosen. */
function reused(input: InputReceived): ProblemCode {
  return input.kind === 'posted' && input.linkUntil !== undefined ? 'link_used' : 'idempotency_key_reused';
}

/**
 * Why an input is rejected whatever the conversation does: it is told, and neither counted nor remembered. Else strangers
 * could use up the keys, under ids of their own (decisions: "the three ids", 0012).
 */
function turnedAway(state: State, input: InputReceived): ProblemCode | null {
  const { conversation } = state;
  if (conversation && 'botId' in input && input.botId !== conversation.botId) return 'bot_mismatch';
  if (conversation && input.kind === 'posted' && input.userId !== undefined && input.userId !== conversation.userId) {
    return 'user_mismatch';
  }
  return keysAreFull(state, input) && !isUrgent(input) ? 'keys_full' : null;
}

/** The deadline is in the log now, and need not be told again. One that has taken its place stays. */
function forgetDeadline(draft: Draft, { name, id }: { name: string; id: string }): void {
  const stands = name !== 'wait' || draft.state.session?.waiting?.id === id;
  if (stands) draft.changes.push({ noDeadline: name });
}

/** The first input of a conversation. */
function begin(input: Extract<InputReceived, { kind: 'opened' }>, moment: Moment): Decision<State> {
  const { conversationId, botId, userId, attributes, at, bot } = input;
  const state: State = {
    status: 'open',
    turn: 0,
    open: null,
    conversation: { conversationId, botId, userId, attributes, openedAt: at, userAt: null },
    session: nextSession(null, input, at),
    bot,
    at,
    waiting: { queue: 0, urgent: 0, next: 1 },
    keys: {},
  };
  const draft = new Draft({ ...state, keys: counted(state, input) }, moment);
  const end = at + limits.conversationIdleMs;
  draft.changes.push(remembered(input, null), { deadline: 'idle', id: String(end), at: end });
  apply(draft, input);
  return draft.done();
}

/** Nothing is kept of a conversation that nobody opened: else strangers could fill the store. */
function unknown(input: InputReceived, moment: Moment): Decision<null> {
  return { state: null, events: [tracked(input, { outcome: 'rejected', code: 'conversation_unknown' }, moment)] };
}

/** The first outcome is told again, never replaced; while there is none, it will be told when it comes. */
function repeat(
  state: State,
  { input, outcome, moment }: { input: InputReceived; outcome: Parameters<typeof tracked>[1] | null; moment: Moment },
): Decision<State> {
  return { state, events: outcome ? [tracked(input, outcome, moment)] : [] };
}

/** Why an input can't be heard now (design: "Bounds", "busy"). */
function refuse(state: State, input: InputReceived): ProblemCode | null {
  const { open, waiting } = state;
  if (open && input.kind === 'posted' && input.busy === 'reject') return 'busy';
  const full = waiting.queue >= limits.queuedInputs && mustWait(state, input) && !isUrgent(input);
  return full ? 'queue_full' : null;
}

function mustWait(state: State, input: InputReceived): boolean {
  return state.open !== null || (waitsForPage(state) && !isUrgent(input));
}

function enqueue(draft: Draft, input: InputReceived): void {
  const { next, ...counts } = draft.state.waiting;
  const list = isUrgent(input) ? 'urgent' : 'queue';
  const row: Queued = { no: next, input, traceparent: draft.moment.traceparent };
  draft.changes.push(remembered(input, null), { push: list, row: JSON.parse(JSON.stringify(row)) });
  draft.become({ waiting: { ...counts, [list]: counts[list] + 1, next: next + 1 } });
}

import { InputReceived, type Json, TurnAnswered } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { Decision, Need, Rules, View } from '@backchannel/projection';
import { type Answer, answer } from './answer.ts';
import { tracked } from './draft.ts';
import { entryOf } from './known.ts';
import { receive } from './receive.ts';
import { State } from './state.ts';
import { sayTurn } from './turn.ts';

/** Decides whose turn it is: the protocol of a conversation, as a pure fold of its log. */
export const sessionRules: Rules<State | null> = {
  needs(record): Need | null {
    const { type, conversation: key } = record.envelope;
    if (key === undefined) return null;
    const input = inputOf(record);
    if (input) return { key, entries: [entryOf(input)] };
    return type === TurnAnswered.type && record.envelope.final ? { key, lists: ['queue', 'urgent'] } : { key };
  },

  decide(view, record): Decision<State | null> {
    const { time, traceparent } = record.envelope;
    const moment = { time, traceparent };
    const input = inputOf(record);
    if (input) return receive(view, input, moment);
    const heard = answerOf(record);
    return heard ? answer(view, heard, moment) : unreadable(view, record);
  },

  unfoldable: (view, record) => {
    const { time, traceparent } = record.envelope;
    const heard = answerOf(record);
    return heard ? answer(view, { ...heard, content: null }, { time, traceparent }) : unreadable(view, record);
  },

  parse: (stored: Json | null) => (stored === null ? null : State.parse(stored)),

  retell: (_key, state) => (state ? sayTurn(state) : []),
};

/** An input that can't be read, or not be folded, ends as failed. */
function unreadable({ state }: View<State | null>, { event, envelope }: Received): Decision<State | null> {
  const { id: inputId, type, conversation, time, traceparent } = envelope;
  if (type !== InputReceived.type || conversation === undefined) return { state };
  const failed = { outcome: 'failed', code: event ? 'input_failed' : 'input_unreadable' } as const;
  return { state, events: [tracked({ inputId, conversationId: conversation }, failed, { time, traceparent })] };
}

function inputOf({ event }: Received): InputReceived | null {
  return event?.type === InputReceived.type ? (event.data as InputReceived) : null;
}

function answerOf({ event, envelope }: Received): Answer | null {
  const { type, turn, final } = envelope;
  if (type !== TurnAnswered.type || turn === undefined || final === undefined) return null;
  return { turn, final, content: event ? (event.data as TurnAnswered) : null };
}

import { arrivalsOf, forgettingIn, InputReceived, type Session, TurnAnswered } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { Rules } from '@backchannel/projection';
import type { State } from '../../apps/session/src/state.ts';
import type { Sabotage } from './world.ts';

/** Makes one rule untrue, by showing the rules something else than there is. */
export const rulesTakenOut: [rule: string, Sabotage][] = [
  [
    '2, one input after the other',
    {
      session: (rules) => ({
        ...rules,
        decide: (view, record) => {
          const isInput = record.envelope.type === 'input.received';
          const { state } = view;
          if (!isInput || !state?.open) return rules.decide(view, record);
          const decision = rules.decide({ ...view, state: { ...state, open: null } }, record);
          return {
            ...decision,
            state: decision.state && { ...decision.state, open: decision.state.open ?? state.open },
          };
        },
      }),
    },
  ],
  [
    '3, session heeds the next turn only',
    {
      session: (rules) => ({
        ...rules,
        decide: (view, record) => rules.decide(view, asNext(record, view.state?.turn ?? 0)),
      }),
    },
  ],
  [
    '3, chat heeds the next turn only',
    {
      chat: (rules) => ({ ...rules, decide: (view, record) => rules.decide(view, asNext(record, view.state.turn)) }),
    },
  ],
  [
    '3, chat takes the replies whose id it has not got',
    {
      chat: (rules) => ({
        ...rules,
        decide: (view, record) => rules.decide({ ...view, state: { ...view.state, open: null } }, record),
      }),
    },
  ],
  [
    '5, an answer that can not be read still finishes its turn',
    {
      session: (rules) => ({
        ...rules,
        needs: (record) => (record.problem === undefined ? rules.needs(record) : null),
      }),
    },
  ],
  [
    '6, while a page is waited for everything else is held back',
    {
      session: (rules) => ({
        ...rules,
        decide: (view, record) => {
          const { state } = view;
          if (record.envelope.type !== 'input.received' || !state?.session?.waiting || state.open)
            return rules.decide(view, record);
          const kept = state.session.waiting;
          const decision = rules.decide(
            {
              ...view,
              state: { ...state, session: { ...state.session, waiting: null } },
            },
            record,
          );
          const { session } = decision.state ?? {};
          return decision.state && session
            ? { ...decision, state: { ...decision.state, session: { ...session, waiting: kept } } }
            : decision;
        },
      }),
    },
  ],
  [
    '10, what has ended is forgotten by whoever keeps something of it',
    {
      chat: (rules) => ({
        ...rules,
        needs: (record) => {
          const { event } = record;
          const forgets = event?.type === InputReceived.type && forgettingIn(event.data as InputReceived) !== null;
          return forgets ? null : rules.needs(record);
        },
      }),
    },
  ],
  ['7, state and position change in one step', { reader: 'stores all in one step' }],
  ['7, only if the stored offset is the one it read', { reader: 'compares and sets' }],
  ['8, who finds a step says its events', { reader: 'says what it finds' }],
  ['9, a store that went back is folded again from where it is', { reader: 'goes back' }],
  [
    '11, what is told twice is recognised',
    {
      session: (rules) => ({
        ...rules,
        decide: (view, record) => rules.decide({ ...view, entry: () => undefined }, record),
      }),
    },
  ],
  [
    '5, a transferred conversation is open again by the answer, not by the input',
    {
      session: (rules) => ({
        ...rules,
        decide: (view, record) => {
          const { state } = view;
          const resumes = (record.event?.data as Partial<InputReceived> | undefined)?.kind === 'resumed';
          if (!resumes || state?.status !== 'transferred') return rules.decide(view, record);
          return rules.decide({ ...view, state: { ...state, status: 'open' } }, record);
        },
      }),
    },
  ],
  [
    '2, while a conversation is transferred the bot is not asked',
    {
      session: (rules) => ({
        ...rules,
        decide: (view, record) => {
          const { state } = view;
          const isInput = record.envelope.type === InputReceived.type;
          if (!isInput || state?.status !== 'transferred') return rules.decide(view, record);
          const decision = rules.decide({ ...view, state: { ...state, status: 'open' } }, record);
          return { ...decision, state: decision.state && { ...decision.state, status: 'transferred' } };
        },
      }),
    },
  ],
  ['said before it is committed', { reader: 'says before it commits' }],
  ['6, a post that is waited for opens a turn', { session: withoutTurnOfWait }],
  ['6, what a turn was opened by is used up', { session: withWaitPutBack }],
  ['6, a post that was only applied is remembered', { session: withoutArrivals }],
  ['6, a post that has opened a turn is not remembered', { session: withMoreArrivals }],
  ['6, a turn in the middle of a wait does not prolong it', { session: withWaitProlonged }],
  ['6, one tab owns a page call', { reader: 'gives a claim away once' }],
  [
    '6, a page call whose result is known is nobody’s',
    {
      chat: (rules) => ({
        ...rules,
        needs: (record) => (record.envelope.type === TurnAnswered.type ? rules.needs(record) : null),
      }),
    },
  ],
  [
    '6, a page call older than the newest answer is nobody’s',
    {
      chat: (rules) => ({
        ...rules,
        decide: (view, record) => {
          const { state, ...decision } = rules.decide(view, record);
          const { call } = view.state;
          return record.envelope.final && state && !state.call
            ? { ...decision, state: { ...state, call } }
            : { ...decision, state };
        },
      }),
    },
  ],
  [
    '6, a page call that was over is not open again',
    {
      chat: (rules) => ({
        ...rules,
        decide: (view, record) =>
          rules.decide(record.envelope.final ? { ...view, state: { ...view.state, call: null } } : view, record),
      }),
    },
  ],
];

type SessionRules = Rules<State | null>;

/** The session after a decision, changed. */
function after(
  rules: SessionRules,
  change: (session: Session, about: { before: State; after: State; record: Received }) => Session,
): SessionRules {
  return {
    ...rules,
    decide: (view, record) => {
      const decision = rules.decide(view, record);
      const { state } = decision;
      if (!view.state || !state?.session) return decision;
      const session = change(state.session, { before: view.state, after: state, record });
      return { ...decision, state: { ...state, session } };
    },
  };
}

function withoutTurnOfWait(rules: SessionRules): SessionRules {
  const hidden = (session: Session | null): Session | null =>
    session?.waiting?.kind === 'wait' ? { ...session, waiting: { ...session.waiting, for: 'nobody' } } : session;
  return {
    ...rules,
    decide: (view, record) => {
      const { state } = view;
      if (record.envelope.type !== InputReceived.type || !state) return rules.decide(view, record);
      const shown = {
        ...rules,
        decide: () => rules.decide({ ...view, state: { ...state, session: hidden(state.session) } }, record),
      };
      return after(shown, (session) => ({ ...session, waiting: state.session?.waiting ?? null })).decide(view, record);
    },
  };
}

function withWaitPutBack(rules: SessionRules): SessionRules {
  return after(rules, (session, { before, record }) => {
    const { session: said } = (record.event?.data ?? {}) as Partial<TurnAnswered>;
    const { waiting } = before.session ?? {};
    const isDropped = !session.waiting && waiting?.kind === 'wait' && said?.waiting?.id === waiting.id;
    return isDropped ? { ...session, waiting } : session;
  });
}

function withoutArrivals(rules: SessionRules): SessionRules {
  return after(rules, (session, { before, record }) => {
    const isInput = record.envelope.type === InputReceived.type;
    return isInput ? { ...session, arrived: before.session?.arrived } : session;
  });
}

function withMoreArrivals(rules: SessionRules): SessionRules {
  return after(rules, (session, { before, after: { open } }) => {
    if (before.open || open?.input.kind !== 'posted') return session;
    const { inputId } = open.input;
    const arrivals = Object.fromEntries(arrivalsOf(open.input).map((name) => [name, inputId]));
    return { ...session, arrived: { ...session.arrived, ...arrivals } };
  });
}

function withWaitProlonged(rules: SessionRules): SessionRules {
  return {
    ...rules,
    decide: (view, record) => {
      const decision = rules.decide(view, record);
      const { id, ms } = decision.state?.session?.waiting ?? {};
      if (!record.envelope.final || id === undefined || ms === undefined) return decision;
      const again = { deadline: 'wait', id, at: record.envelope.time + ms };
      return { ...decision, changes: [...(decision.changes ?? []), again] };
    },
  };
}

function asNext(record: Received, turn: number): Received {
  const { envelope, event } = record;
  if (envelope.type !== 'turn.answered') return record;
  const moved = { ...envelope, turn: turn + 1 };
  if (!event) return { ...record, envelope: moved };
  return {
    ...record,
    envelope: moved,
    event: { ...event, turn: turn + 1, data: { ...(event.data as object), turn: turn + 1 } },
  };
}

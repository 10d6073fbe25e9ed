import type { Received } from '@backchannel/messaging';
import type { Rules } from '@backchannel/projection';
import { type Meter, seconds, times } from '@backchannel/service';
import type { State } from './state.ts';

type SessionRules = Rules<State | null>;

/** Counts what becomes of turns and of inputs that wait. A record that is folded again is counted again. */
export function counted(rules: SessionRules, meter: Meter): SessionRules {
  if (!meter.isOn) return rules;
  const opened = meter.counter({ name: 'backchannel_turns_opened_total', help: 'Turns that were opened' })();
  const finished = meter.counter({ name: 'backchannel_turns_finished_total', help: 'Turns that were finished' })();
  const queued = meter.counter({
    name: 'backchannel_inputs_queued_total',
    help: 'Inputs that found a turn open and wait for its end',
  })();
  const taken = meter.counter({
    name: 'backchannel_inputs_unqueued_total',
    help: 'Inputs that have waited and are let in',
  })();
  const answered = meter.histogram({
    name: 'backchannel_input_answered_seconds',
    help: 'From the time that a door stamped an input with to the final answer to it',
    buckets: times,
  })();
  for (const counter of [opened, finished, queued, taken]) counter.add(0);

  const count = (before: State | null, after: State | null, { envelope }: Received) => {
    const turnsDone = (after?.turn ?? 0) - (before?.turn ?? 0);
    if (before?.open && turnsDone === 1) {
      finished.add();
      answered.observe(Math.max(0, seconds(envelope.time - before.open.input.at)));
    }
    if (after?.open && (!before?.open || turnsDone === 1)) opened.add();
    const more = waiting(after) - waiting(before);
    if (more > 0) queued.add(more);
    if (more < 0) taken.add(-more);
  };
  return {
    ...rules,
    decide: (view, record) => {
      const decision = rules.decide(view, record);
      count(view.state, decision.state, record);
      return decision;
    },
  };
}

const waiting = (state: State | null) => (state ? state.waiting.queue + state.waiting.urgent : 0);

import type { Message } from '@backchannel/contracts';
import { isRecorded, type Received } from '@backchannel/messaging';
import type { Decision, Rules } from '@backchannel/projection';
import { type Row, type Showing, transcript } from './showing.ts';

/** What a batch has made of one transcript. */
export interface Growth {
  readonly conversationId: string;
  readonly head: number;
  readonly messages: readonly Message[];
  /** A turn has ended without a message of its own: its last one may have been seen already. */
  readonly quiet: boolean;
  readonly erased: boolean;
  /** The page call that the bot waited for is over, and the bot goes on: until its turn has ended. */
  readonly goesOn: boolean | undefined;
  /** Of the last record that is in a recorded trace. */
  readonly traceparent?: string | undefined;
}

/**
 * Remembers what a fold decides, so that what it has stored need not be read again to be shown. A fold may decide about
 * a record more than once: the last time is what was stored.
 */
export class Growths {
  readonly rules: Rules<Showing>;
  readonly #decided = new Map<string, Growth>();

  constructor(rules: Rules<Showing>) {
    this.rules = {
      ...rules,
      decide: (view, record) => {
        const decision = rules.decide(view, record);
        const { traceparent } = record.envelope;
        const grown = growth(view.key, view.state, decision);
        // Of what is forgotten nothing is shown, and what a tab shows of it stays there.
        if (!grown) this.#decided.delete(place(record));
        else this.#decided.set(place(record), isRecorded(traceparent) ? { ...grown, traceparent } : grown);
        return decision;
      },
    };
  }

  /** Of these records, by conversation, and forgets it. */
  take(records: readonly Received[]): readonly Growth[] {
    const grown = new Map<string, Growth>();
    for (const record of records) {
      const one = this.#decided.get(place(record));
      if (!one) continue;
      this.#decided.delete(place(record));
      const before = grown.get(one.conversationId);
      grown.set(one.conversationId, before ? and(before, one) : one);
    }
    return [...grown.values()];
  }
}

const place = ({ partition, offset }: Received) => `${partition}:${offset}`;

/** Null: nothing of it is kept any more. */
function growth(conversationId: string, before: Showing, { state, changes = [] }: Decision<Showing>): Growth | null {
  if (!state) return null;
  // The rows are those that the rules have just made: only their type has been forgotten.
  const messages = changes.flatMap((change) =>
    'push' in change && change.push === transcript ? [(change.row as unknown as Row).message] : [],
  );
  const erased = state.leaves === 'erased';
  const quiet = !erased && state.turn > before.turn && messages.length === 0;
  return { conversationId, head: state.head, messages, quiet, erased, goesOn: goesOn(before, state) };
}

/** Undefined: as it was. */
function goesOn(before: Showing, { turn, call }: Showing): boolean | undefined {
  if (turn > before.turn) return false;
  return before.call && before.call.until > 0 && call?.until === 0 ? true : undefined;
}

function and(before: Growth, one: Growth): Growth {
  const messages = [...before.messages, ...one.messages];
  const traceparent = one.traceparent ?? before.traceparent;
  return { ...one, messages, quiet: before.quiet || one.quiet, goesOn: one.goesOn ?? before.goesOn, traceparent };
}

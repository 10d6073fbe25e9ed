import { answerIn, grow, type HeardAnswer, isOver, type Json, TurnAnswered } from '@backchannel/contracts';
import type { Received } from '@backchannel/messaging';
import type { Decision, Need, Rules } from '@backchannel/projection';
import { type Ending, endingIn } from './ending.ts';
import { callOf, over } from './page-call.ts';
import { parseShowing, type Row, type Showing, transcript } from './showing.ts';

/** What an answer makes of a transcript. */
export interface Shown {
  readonly showing: Showing;
  readonly rows: readonly Row[];
}

/** The transcript is made from `turn.answered` alone (design: "The log decides", "The transcript is made from …"). */
export const rules: Rules<Showing> = {
  needs,
  parse: parseShowing,
  decide,
  unfoldable: ({ state }, { envelope }) => ({ state: show(state, answerIn({ envelope })).showing }),
};

function needs(record: Received): Need | null {
  const { type, conversation, key } = record.envelope;
  return type === TurnAnswered.type || endingIn(record) !== null ? { key: conversation ?? key } : null;
}

function decide({ state }: { readonly state: Showing }, record: Received): Decision<Showing> {
  const ending = endingIn(record);
  if (ending) return end(state, ending);

  const { showing, rows } = show(state, answerIn(record));
  if (showing.leaves === 'erased' && state.leaves !== 'erased') return { state: showing, changes: [{ forget: true }] };
  return { state: showing, changes: rows.map((row) => ({ push: transcript, row: json(row) })) };
}

/** What nobody knows keeps nothing, however late its end is told. */
function end(state: Showing, ending: Ending): Decision<Showing> {
  if (state.turn === 0 && !state.open) return { state: null };
  if ('call' in ending) return { state: state.call?.id === ending.call ? { ...state, call: over(state.call) } : state };
  return isOver(state.leaves) ? { state: null, changes: [{ forget: true }] } : { state };
}

/** The lines are those that every reader of the log makes; what may be claimed of the page is chat's own. */
export function show(showing: Showing, answer: HeardAnswer): Shown {
  const { standing, lines } = grow(showing, answer);
  const call = standing === showing ? showing.call : callAfter(showing, answer);
  return { showing: { ...standing, call }, rows: [...lines] };
}

function callAfter({ call }: Showing, { final, at, content }: HeardAnswer): Showing['call'] {
  if (!final) return over(call);
  return content && callOf(content, call, at);
}

/** It came out of JSON; only its type has forgotten that. */
const json = (row: Row) => row as unknown as Json;

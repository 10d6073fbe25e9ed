import { InputReceipt, type InputStage, InputSummary, InputTimeline, InputValues } from '@backchannel/contracts/admin';
import { momentOf } from '../http/moment.ts';
import type { Entry, Value } from './entry.ts';

/** What a list shows. */
export type Summed = Pick<
  Entry,
  | 'id'
  | 'conversation_id'
  | 'bot_id'
  | 'at'
  | 'door'
  | 'kind'
  | 'endpoint'
  | 'turn'
  | 'accepted_at'
  | 'settled_at'
  | 'outcome'
  | 'code'
  | 'note'
>;

/** An entry, as a list shows it. */
export function summaryOf(entry: Summed): InputSummary {
  const { accepted_at, settled_at } = entry;
  return InputSummary.parse({
    inputId: entry.id,
    conversationId: entry.conversation_id,
    botId: entry.bot_id,
    at: momentOf(entry.at),
    door: entry.door,
    kind: entry.kind,
    endpoint: entry.endpoint,
    turn: entry.turn,
    outcome: entry.outcome ?? 'accepted',
    code: entry.code,
    note: entry.note,
    ms: accepted_at === null || settled_at === null ? null : Math.max(0, settled_at - accepted_at),
  });
}

/** All of an entry; `values` where they may be shown. */
export function timelineOf(entry: Entry, values: readonly Value[] | null): InputTimeline {
  return InputTimeline.parse({
    ...summaryOf(entry),
    pointer: entry.pointer,
    redrives: entry.redrives,
    stages: stagesOf(entry),
    variables: list(entry.names),
    trace: list(entry.trace),
    notes: list(entry.notes),
    replies: list(entry.replies),
    leaves: entry.leaves,
    session: entry.session === null ? null : JSON.parse(entry.session),
    values: values && valuesOf(values),
  });
}

/** What whoever sent it may know. */
export function receiptOf(entry: Entry): InputReceipt {
  const { inputId, outcome, code, note } = summaryOf(entry);
  return { inputId, outcome, code, note, pointer: entry.pointer, stages: [...stagesOf(entry)] };
}

/** What happened, in the order in which one follows from the other, whatever the clocks say. */
function stagesOf(entry: Entry): readonly InputStage[] {
  const { accepted_at, opened_at, replied_at, answered_at, settled_at, outcome, delivered_at, failed } = entry;
  const ended = outcome === 'answered' || (answered_at !== null && outcome === 'failed') ? null : outcome;
  const all: readonly (readonly [InputStage['stage'] | null, number | null])[] = [
    ['accepted', accepted_at],
    ['opened', opened_at],
    ['replied', replied_at],
    [failed === 1 ? 'failed' : 'answered', answered_at],
    [ended as InputStage['stage'] | null, settled_at],
    ['delivered', delivered_at],
  ];
  const stages: InputStage[] = [];
  let before: number | null = null;
  for (const [stage, at] of all) {
    if (stage === null || at === null) continue;
    stages.push({ stage, at: momentOf(at), ms: before === null ? 0 : Math.max(0, at - before) });
    before = at;
  }
  return stages;
}

function valuesOf(values: readonly Value[]): InputValues {
  const of = (what: Value['what']) =>
    values
      .filter((value) => value.what === what)
      .toSorted((one, other) => one.place - other.place)
      .map(({ value }): unknown => JSON.parse(value));
  const [session] = of('session') as Partial<InputValues>[];
  const { webView = null, variables = null } = session ?? {};
  const [input = null] = of('input');
  return InputValues.parse({ input, replies: of('replies').flat(), webView, variables, log: of('log').flat() });
}

const list = (json: string | null): unknown => JSON.parse(json ?? '[]');

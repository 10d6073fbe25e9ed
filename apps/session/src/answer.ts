import { type InputReceived, isOver, limits, type Session, type TurnAnswered } from '@backchannel/contracts';
import type { Decision, View } from '@backchannel/projection';
import { apply } from './apply.ts';
import { Draft, type Moment, tracked } from './draft.ts';
import { forgetLater } from './forget.ts';
import { isWaitedFor } from './post.ts';
import { Queued, type State, waitsForPage } from './state.ts';

/** What an answer says to session. An answer that can't be read still ends its turn. */
export type Answer = Pick<TurnAnswered, 'turn' | 'final'> & { readonly content: TurnAnswered | null };

/** The first final answer to the open turn counts; every other one is late (design: "The log decides"). */
export function answer(view: View<State | null>, heard: Answer, moment: Moment): Decision<State | null> {
  const { state } = view;
  if (!heard.final) return { state };
  if (!state) return heard.content ? adopt(heard.content, moment) : { state };
  if (heard.turn !== state.turn + 1) return { state };

  const draft = new Draft(state, moment);
  finish(draft, heard);
  drain(draft, view);
  return draft.done();
}

function finish(draft: Draft, { turn, content }: Answer): void {
  const { open, session, conversation, status } = draft.state;
  const leaves = content?.leaves ?? (status === 'transferred' ? status : 'open');
  const erased = leaves === 'erased';
  const failed = !content || content.failed;
  const used = usedUp(session, open?.input);
  draft.become({
    turn,
    open: null,
    status: leaves,
    session: erased ? null : remembered(content?.session ?? session, { leaves, used }),
    conversation: erased ? null : conversation,
  });
  draft.changes.push({ noDeadline: 'turn' });
  watch(draft, session?.waiting?.id);
  if (open)
    draft.settle(
      open.input,
      failed ? { outcome: 'failed', code: 'input_failed', turn } : { outcome: 'answered', turn },
    );
}

/**
 * The wait that the turn has used up, by its id: a page's result, a time-out, a post that was waited for come once. The
 * answer may still name it, for instance a failed one, which leaves the session as it was; everybody would wait for another.
 */
function usedUp(session: Session | null, input: InputReceived | undefined): string | undefined {
  if (!session?.waiting) return undefined;
  const { kind, id } = session.waiting;
  const elapsed = input?.kind === 'elapsed' && input.deadline.id === id;
  const arrived = input?.kind === 'posted' && isWaitedFor(session, input);
  return kind === 'page' || elapsed || arrived ? id : undefined;
}

interface After {
  readonly leaves: TurnAnswered['leaves'];
  readonly used: string | undefined;
}

/** The session without a wait that nobody goes on from: while somebody else has the conversation, no page and no step. */
function remembered(session: Session | null, { leaves, used }: After): Session | null {
  if (!session?.waiting) return session;
  const { kind, id } = session.waiting;
  const isAway = leaves === 'transferred' && kind !== 'question';
  return id === used || isAway ? { ...session, waiting: null } : session;
}

/**
 * The deadlines that follow from what the conversation has become. What was waited for before has its deadline already, and
 * where nothing was there is none.
 */
function watch(draft: Draft, before?: string): void {
  const ended = isOver(draft.state.status);
  const waiting = ended ? undefined : draft.state.session?.waiting;
  // While a page works everything else is held back: never without an end.
  const ms = waiting?.ms ?? (waiting?.kind === 'page' ? limits.turnMs : undefined);
  if (!waiting || ms === undefined) {
    if (before !== undefined) draft.changes.push({ noDeadline: 'wait' });
  } else if (waiting.id !== before) {
    draft.changes.push({ deadline: 'wait', id: waiting.id, at: draft.moment.time + ms });
  }
  if (ended) forgetLater(draft);
}

/** Applies waiting inputs, oldest first, until one of them opens a turn. */
function drain(draft: Draft, view: View<State | null>): void {
  const queue = new Line('queue', view, draft.state.waiting.queue);
  const urgent = new Line('urgent', view, draft.state.waiting.urgent);
  while (!draft.state.open) {
    const line = waitsForPage(draft.state) ? urgent : older(queue, urgent);
    const row = line.take();
    if (!row) break;
    const { moment } = draft;
    const applied = tryApply(draft.state, row, moment);
    draft.state = applied.state;
    draft.retell ||= applied.retell;
    draft.events.push(...applied.events);
    draft.changes.push(...applied.changes);
  }
  for (const { list, taken } of [queue, urgent]) {
    if (taken > 0) draft.changes.push({ drop: list, count: taken });
  }
  const { waiting } = draft.state;
  draft.become({ waiting: { ...waiting, queue: waiting.queue - queue.taken, urgent: waiting.urgent - urgent.taken } });
}

/** An input that can't be applied ends as failed, and does not stop those behind it. */
function tryApply(state: State, { input, traceparent }: Queued, { time }: Moment): Draft {
  const draft = new Draft(state, { time, traceparent });
  try {
    apply(draft, input);
    return draft;
  } catch {
    const failed = new Draft(state, { time, traceparent });
    failed.settle(input, { outcome: 'failed', code: 'input_failed' });
    return failed;
  }
}

/** The inputs of a list, oldest first. Looks at no row that nobody asks for. */
class Line {
  taken = 0;
  readonly list: string;
  readonly #rows: Iterator<unknown>;
  readonly #count: number;
  #head: Queued | null = null;

  constructor(list: string, view: View<State | null>, count: number) {
    this.list = list;
    this.#count = count;
    this.#rows = view.rows(list)[Symbol.iterator]();
  }

  peek(): Queued | null {
    if (this.#head || this.taken === this.#count) return this.#head;
    this.#head = Queued.parse(this.#rows.next().value);
    return this.#head;
  }

  take(): Queued | null {
    const head = this.peek();
    this.#head = null;
    if (head) this.taken += 1;
    return head;
  }
}

function older(queue: Line, urgent: Line): Line {
  const [first, second] = [queue.peek(), urgent.peek()];
  return first && (!second || first.no < second.no) ? queue : urgent;
}

/** A reader that has lost the conversation's beginning begins at the first final answer it meets. */
function adopt(content: TurnAnswered, moment: Moment): Decision<State> {
  const { turn, leaves, session, conversation, inputId, failed } = content;
  const erased = leaves === 'erased';
  const at = moment.time;
  const draft = new Draft(
    {
      status: leaves,
      turn,
      open: null,
      conversation: erased ? null : conversation,
      session: erased ? null : remembered(session, { leaves, used: failed ? usedUp(session, undefined) : undefined }),
      bot: null,
      at,
      waiting: { queue: 0, urgent: 0, next: 1 },
      keys: {},
    },
    moment,
  );
  const end = at + limits.conversationIdleMs;
  draft.changes.push({ deadline: 'idle', id: String(end), at: end });
  watch(draft);
  const { conversationId } = conversation;
  draft.events.push(tracked({ inputId, conversationId }, { outcome: failed ? 'failed' : 'answered', turn }, moment));
  return draft.done();
}

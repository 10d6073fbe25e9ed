import { arrivalsOf, type Session, type TurnAnswered, type TurnOpened, type Waiting } from '@backchannel/contracts';

/** A wait step that a post has ended. */
export interface Taken {
  readonly wait: string;
  readonly by: string;
}

/**
 * What a bot makes of a turn: another attempt makes something else of it. It waits for pages and at wait steps, goes on
 * from them, forgets them, fails; now and then it names a wait that is over.
 */
export function think({ turn, input, session }: TurnOpened, attempt: number) {
  if (attempt % 17 === 16) return { failed: true, leaves: 'open', session } as const;
  const { waiting } = session;
  const taken: Taken[] = [];
  let arrived = session.arrived ?? {};
  const isOver = waiting !== null && endsIt(waiting, input);
  if (waiting && isOver && input.kind === 'posted') taken.push({ wait: waiting.id, by: input.inputId });

  let next = waiting && !isOver && attempt % 3 > 0 ? waiting : comeTo(turn, attempt);
  const early = next?.kind === 'wait' && next !== waiting ? arrived[next.for] : undefined;
  if (next && early !== undefined) {
    taken.push({ wait: next.id, by: early });
    arrived = Object.fromEntries(Object.entries(arrived).filter(([, id]) => id !== early));
    next = null;
  }
  if (isOver && attempt % 7 === 6) next = waiting;
  const variables = { turn, attempt, inputId: input.inputId, taken: taken.map((one) => ({ ...one })) };
  const remembers: Session = { ...session, waiting: next, variables, arrived };
  return { failed: false, leaves: leavesAfter(attempt), session: remembers } as const;
}

/** The input is what the bot has waited for; a page lets nothing else in. */
export function endsIt(waiting: Waiting, input: TurnOpened['input']): boolean {
  if (waiting.kind === 'page') return true;
  if (input.kind === 'elapsed') return input.deadline.id === waiting.id;
  return input.kind === 'posted' && waiting.kind === 'wait' && arrivalsOf(input).includes(waiting.for);
}

export const pageCall = (turn: number) => `${turn}:page`;

function comeTo(turn: number, attempt: number): Waiting | null {
  const ms = attempt % 2 === 0 ? 1000 : undefined;
  if (attempt % 5 === 4) return { id: pageCall(turn), kind: 'page', for: 'f', ms: 1000 };
  const wanted = ['endpoint:e', 'webview:x', 'webview'][attempt % 3];
  return attempt % 5 > 1 && wanted ? { id: `${turn}:wait`, kind: 'wait', for: wanted, ms } : null;
}

function leavesAfter(attempt: number): TurnAnswered['leaves'] {
  if (attempt % 23 === 22) return 'closed';
  return attempt % 29 === 28 ? 'transferred' : 'open';
}

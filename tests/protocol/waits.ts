import { arrivalsOf, InputReceived, type TurnAnswered, type TurnOpened } from '@backchannel/contracts';
import { endsIt, type Taken } from './bot.ts';
import type { World } from './world.ts';

/** What must be true of pages and wait steps in a conversation at rest; each broken promise in a sentence. */
export function brokenWaits(world: World, conversation: string, heeded: readonly (TurnAnswered | null)[]): string[] {
  const broken: string[] = [];
  const expect = (fine: boolean, sentence: string) => fine || broken.push(`${conversation}: ${sentence}`);
  const state = world.session.store.memory.state(conversation);
  const mine = world.outcomes.filter(({ conversationId }) => conversationId === conversation);
  const became = (inputId: string) => mine.find((one) => one.inputId === inputId);

  const endings = new Map<string, number>();
  for (const { turn, session, input } of openedTurns(world, conversation)) {
    const { waiting } = session;
    if (!waiting) continue;
    const isAnswer =
      (input.kind === 'returned' && input.callId === waiting.id) ||
      (input.kind === 'elapsed' && input.deadline.id === waiting.id);
    expect(waiting.kind !== 'page' || isAnswer, `turn ${turn} about ${input.kind} passed the page call ${waiting.id}`);
    if (endsIt(waiting, input)) endings.set(waiting.id, (endings.get(waiting.id) ?? 0) + 1);
  }
  for (const [id, times] of endings) expect(times === 1, `${id} was ended ${times} times`);

  const taken = heeded.flatMap((answer) => {
    const all = answer && !answer.failed ? ((answer.session?.variables.taken ?? []) as unknown as Taken[]) : [];
    return answer && answer.session?.variables.turn === answer.turn ? all.map((one) => ({ ...one, answer })) : [];
  });
  for (const name of ['wait', 'by'] as const) {
    const names = taken.map((one) => one[name]);
    expect(new Set(names).size === names.length, `a wait or a post counts twice: ${names.join(' ')}`);
  }
  for (const { by, wait, answer } of taken) {
    const { outcome, turn } = became(by) ?? {};
    const isFine = outcome === 'applied' || (outcome === 'answered' && turn === answer.turn);
    expect(isFine, `${by} has ended ${wait} in turn ${answer.turn}, and became ${outcome} in turn ${turn}`);
  }

  if (!state?.session) return broken;
  const { arrived = {}, waiting } = state.session;
  const wanted = arrivedAsLogged(world, conversation, {
    isApplied: (inputId) => became(inputId)?.outcome === 'applied',
    isTaken: (inputId) => taken.some(({ by }) => by === inputId),
  });
  expect(sorted(arrived) === sorted(wanted), `remembers as arrived ${sorted(arrived)}, the log says ${sorted(wanted)}`);
  const isWaiting = state.status === 'open' && waiting?.kind === 'wait';
  expect(!isWaiting || !arrived[waiting.for], `waits for ${waiting?.for}, which has come`);

  for (const [id, times] of world.deadlines) {
    if (id.startsWith(`${conversation} `)) expect(times.size === 1, `the time of ${id} was moved`);
  }
  return broken;
}

/** One tab at most runs a page call, but for claims that its store has forgotten; and only a call that is open. */
export function brokenClaims({ tabs, chat }: World): string[] {
  const broken = tabs.wrong.map((what) => `somebody could claim ${what}`);
  for (const [call, owners] of tabs.told) {
    const most = 1 + chat.forgotten.filter(({ key, number }) => call === `${key} ${number}`).length;
    if (owners.size > most) broken.push(`${call} was given to ${[...owners].join(', ')}`);
  }
  return broken;
}

function openedTurns({ turns }: World, conversation: string): TurnOpened[] {
  const mine = turns.filter((opened) => opened.conversation.conversationId === conversation);
  return [...new Map(mine.map((opened) => [opened.turn, opened])).values()];
}

interface Known {
  isApplied(inputId: string): boolean;
  isTaken(inputId: string): boolean;
}

/** Of each name the newest post that was only applied, unless it has ended a wait. */
function arrivedAsLogged({ log }: World, conversation: string, known: Known): Record<string, string> {
  const arrived: Record<string, string> = {};
  const seen = new Set<string>();
  for (const { event } of log) {
    const input = event?.type === InputReceived.type ? (event.data as InputReceived) : null;
    if (input?.kind !== 'posted' || input.conversationId !== conversation || seen.has(input.inputId)) continue;
    seen.add(input.inputId);
    if (known.isApplied(input.inputId)) for (const name of arrivalsOf(input)) arrived[name] = input.inputId;
  }
  return Object.fromEntries(Object.entries(arrived).filter(([, inputId]) => !known.isTaken(inputId)));
}

const sorted = (record: Readonly<Record<string, string>>) => JSON.stringify(record, Object.keys(record).toSorted());

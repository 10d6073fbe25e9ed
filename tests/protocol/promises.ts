import { InputReceived, TurnAnswered } from '@backchannel/contracts';
import { Row } from '../../apps/chat/src/showing.ts';
import { brokenTransfers } from './transfers.ts';
import { brokenClaims, brokenWaits } from './waits.ts';
import { conversations, type World } from './world.ts';

/** What must be true of a world at rest, whatever happened in it; each broken promise in a sentence. */
export function brokenPromises(world: World): string[] {
  return [
    ...outcomes(world),
    ...brokenClaims(world),
    ...conversations.flatMap((conversation) => conversationAtRest(world, conversation)),
  ];
}

/** Once its time is over nothing is left of a conversation that has ended, and everything of one that has not. */
export function brokenKeeping(world: World): string[] {
  const ended = conversations.filter((conversation) => {
    const { status } = world.session.store.memory.state(conversation) ?? {};
    return status === 'closed' || status === 'erased';
  });
  world.keepingEnds();
  return conversations.flatMap((conversation) => {
    const left = [world.session, world.chat].flatMap(({ store: { memory } }) =>
      [memory.states, memory.entries, memory.lists, memory.deadlines].flatMap((part) =>
        [...part.keys()].filter((key) => key.split(' ')[0] === conversation),
      ),
    );
    if (!ended.includes(conversation))
      return left.length > 0 ? [] : [`${conversation} was forgotten and had not ended`];
    return left.map((what) => `${what} is left of what has ended`);
  });
}

/** Every input ends in exactly one outcome, however often it is told. */
function outcomes({ log, outcomes }: World): string[] {
  const inputs = new Set(
    log.filter(({ envelope }) => envelope.type === InputReceived.type).map(({ envelope }) => envelope.id),
  );
  return [...inputs].flatMap((inputId) => {
    const told = new Set(outcomes.filter((one) => one.inputId === inputId).map((one) => JSON.stringify(one)));
    return told.size === 1 ? [] : [`input ${inputId} has ${told.size} outcomes: ${[...told].join(' ')}`];
  });
}

function conversationAtRest(world: World, conversation: string): string[] {
  const broken: string[] = [];
  const expect = (fine: boolean, sentence: string) => fine || broken.push(`${conversation}: ${sentence}`);

  const state = world.session.store.memory.state(conversation);
  const showing = world.chat.store.memory.state(conversation);
  const rows = world.chat.store.memory.list(conversation, 'transcript').map((row) => Row.parse(row));
  if (!state) return [`${conversation}: session has never heard of it`];

  expect(state.open === null, 'a turn is stuck');
  expect(state.waiting.queue === 0 && state.waiting.urgent === 0, 'inputs are stuck in the queue');
  expect(world.session.store.memory.list(conversation, 'queue').length === 0, 'rows are left in the queue');
  expect(state.turn === showing.turn, `session is at turn ${state.turn}, chat at ${showing.turn}`);
  expect(state.status === showing.leaves, `session says ${state.status}, chat ${showing.leaves}`);

  const heeded = heededAnswers(world, conversation);
  expect(heeded.length === state.turn, `the log answers ${heeded.length} turns, session has ${state.turn}`);
  const last = heeded.findLast((answer) => answer !== null && !answer.failed);
  if (last?.session && state.session) {
    const [wanted, given] = [last.session, state.session].map(({ variables }) => JSON.stringify(variables.attempt));
    expect(wanted === given, `the last answer remembers attempt ${wanted}, session ${given}`);
  }

  broken.push(...brokenTransfers(world, conversation, heeded));
  if (state.status === 'erased') {
    const nothing = [state.session, state.conversation, rows.length].every((left) => !left);
    expect(nothing, 'something is left of an erased conversation');
    return [...broken, ...brokenWaits(world, conversation, heeded)];
  }

  expect(
    rows.every(({ message }, place) => message.seq === place + 1),
    'the transcript has gaps',
  );
  expect(
    new Set(rows.map(({ message }) => message.id + message.type + message.from)).size === rows.length,
    'a message is shown twice',
  );
  for (const answer of heeded) {
    for (const { id } of answer?.replies ?? []) {
      expect(
        rows.some(({ message }) => message.id === id),
        `reply ${id} of the heeded answer is not shown`,
      );
    }
  }

  const mine = world.outcomes.filter(({ conversationId }) => conversationId === conversation);
  for (const { message, inputId, turn } of rows.filter(({ message }) => message.from === 'user')) {
    const became = mine.find((one) => one.inputId === inputId);
    expect(
      became?.turn === turn,
      `the message ${message.id} of turn ${turn} is shown, session says ${JSON.stringify(became)}`,
    );
  }

  const kept = new Set(Object.keys(state.session?.webView ?? {}));
  for (const { event } of world.log) {
    const input = event?.type === InputReceived.type ? (event.data as InputReceived) : null;
    if (input?.kind !== 'posted' || input.conversationId !== conversation) continue;
    const rejected = mine.some(({ inputId, outcome }) => inputId === input.inputId && outcome === 'rejected');
    for (const name of Object.keys(input.variables)) {
      const said = rejected ? !kept.has(name) || postedByAnother(world, input, name) : kept.has(name);
      expect(
        said,
        `${name} of ${rejected ? 'a rejected' : 'an accepted'} post is ${kept.has(name) ? '' : 'not '}in the session`,
      );
    }
  }
  return [...broken, ...brokenWaits(world, conversation, heeded)];
}

function postedByAnother({ log }: World, { inputId }: InputReceived, name: string): boolean {
  return log.some(({ event }) => {
    const input = event?.type === InputReceived.type ? (event.data as InputReceived) : null;
    return input?.kind === 'posted' && input.inputId !== inputId && name in input.variables;
  });
}

/** The first final answer to each turn, in the log's order; null for one that nobody can read. */
function heededAnswers({ log }: World, conversation: string): (TurnAnswered | null)[] {
  const heeded: (TurnAnswered | null)[] = [];
  for (const { envelope, event } of log) {
    if (envelope.type !== TurnAnswered.type || envelope.conversation !== conversation || !envelope.final) continue;
    if (envelope.turn === heeded.length + 1) heeded.push(event ? (event.data as TurnAnswered) : null);
  }
  return heeded;
}

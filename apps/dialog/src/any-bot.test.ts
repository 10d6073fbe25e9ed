import {
  Bot,
  type InputReceived,
  type Json,
  limits,
  type Session,
  TurnAnswered,
  type TurnOpened,
} from '@backchannel/contracts';
import type { Ran } from '@backchannel/sandbox';
import {
  type Arbitrary,
  array,
  assert,
  boolean,
  constant,
  constantFrom,
  integer,
  json,
  oneof,
  option,
  property,
  record,
  string,
  tuple,
} from 'fast-check';
import { expect, test } from 'vitest';
import { anyBot, anyStep, dialogNames, scope, variable, word } from './any-bot.fixture.ts';
import { elapsed, freshSession, opened, posted, returned, said, turnOf } from './bot.fixture.ts';
import { CompiledBot } from './compiled.ts';
import { answer } from './interpreter.ts';
import type { Answer } from './outside/answer.ts';
import type { Need } from './steps.ts';

const anyJson: Arbitrary<Json> = json().map((text) => JSON.parse(text) as Json);
const output = record({
  set: array(record({ name: variable, value: anyJson, scope: scope.filter((one) => one !== 'dialog') }), {
    maxLength: 2,
  }),
  messages: array(
    record(
      {
        type: constantFrom('text', 'private'),
        text: oneof(
          string(),
          constantFrom('Hi <b>you</b>', 'LP_CLOSEDIALOG', 'x '.repeat(200), 'a tag::breakWithDelay=9 b'),
        ),
        quickReplies: constant([{ title: 'yes', payload: 'yes' }]),
      },
      { requiredKeys: ['type', 'text'] },
    ),
    { maxLength: 3 },
  ),
  quickReplies: array(constant({ title: 'no', payload: 'no' }), { maxLength: 2 }),
  delayMs: option(integer({ min: 0, max: 10_000 })),
  whole: boolean(),
  trigger: oneof({ weight: 2, arbitrary: constant(null) }, anyStep),
  stopped: oneof({ weight: 5, arbitrary: constant(false) }, constant(true)),
  log: array(string(), { maxLength: 2 }),
  notes: array(string(), { maxLength: 2 }),
});
const ran: Arbitrary<Ran> = oneof(
  { weight: 6, arbitrary: output.map((value) => ({ output: value as unknown as Json })) },
  constantFrom<Ran>(
    { failed: { reason: 'error', message: 'broken', script: 'x', line: 1 } },
    { failed: { reason: 'missing', message: 'there is none' } },
    { output: { not: 'what a script gives' } },
  ),
);
const gotten: Arbitrary<Answer> = oneof(
  record({
    status: constantFrom(200, 201, 204, 404, 500),
    headers: constant({}),
    body: oneof(json(), constantFrom('', '<html>', '{"x":[{"x":1}]}', '[{"x":1},{"x":2}]')),
  }),
  constant({ failed: 'x.example can not be reached.' }),
);

/** What scripts and APIs give, one after the other and then again from the first: the same every time. */
interface Supplies {
  readonly scripts: readonly Ran[];
  readonly apis: readonly Answer[];
}
const supplies: Arbitrary<Supplies> = record({
  scripts: array(ran, { minLength: 1, maxLength: 4 }),
  apis: array(gotten, { minLength: 1, maxLength: 2 }),
});

interface Answered {
  readonly answered: TurnAnswered;
  readonly parts: readonly TurnAnswered[];
  readonly needs: number;
}

function answerWith(bot: CompiledBot, turn: TurnOpened, { scripts, apis }: Supplies): Answered {
  const steps = answer(bot, turn, { environment: { e: 'E' } });
  const parts: TurnAnswered[] = [];
  let needs = 0;
  let step = steps.next();
  while (!step.done) {
    const need: Need = step.value;
    if ('ask' in need) parts.push(need.part());
    const given = 'run' in need ? scripts[needs % scripts.length] : apis[needs % apis.length];
    needs += 1;
    if (!given || needs > 1000) throw new Error('the turn has no end');
    step = steps.next(structuredClone(given));
  }
  return { answered: step.value, parts, needs };
}

/** What happens next in a conversation: some of it depends on what it waits for. */
type Event = (session: Session) => InputReceived;
const always = (inputs: Arbitrary<InputReceived>): Arbitrary<Event> => inputs.map((input) => () => input);
const waitId = (session: Session) => session.waiting?.id ?? 'nothing';
const event: Arbitrary<Event> = oneof(
  { weight: 6, arbitrary: always(word.map((text) => said(text))) },
  always(word.map((text) => said(text, { label: 'tapped' }))),
  {
    weight: 3,
    arbitrary: always(
      record(
        {
          message: word,
          variables: record({ a: anyJson, b: word }, { requiredKeys: [] }),
          endpoint: constantFrom('e', 'f'),
          target: oneof(
            constantFrom(...dialogNames, 'nowhere').map((dialog) => ({ dialog })),
            anyStep.map((interaction) => ({ interaction })),
          ),
        },
        { requiredKeys: [] },
      ).map(({ message, ...more }) => posted(message, more)),
    ),
  },
  always(constantFrom(opened(), returned(), elapsed())),
  {
    weight: 3,
    arbitrary: record({ value: anyJson, error: string() }, { requiredKeys: [] }).map(
      (more) => (session: Session) => returned(waitId(session), more),
    ),
  },
  { weight: 2, arbitrary: constant<Event>((session) => elapsed(waitId(session), { at: 90_000 })) },
);
const history = array(event, { minLength: 1, maxLength: 8 });
const webView = record({ a: anyJson, b: constantFrom('https://y.example', 'javascript:x', '1') }, { requiredKeys: [] });

/** As session has it before it opens a turn. */
function opening(session: Session, input: InputReceived): Session {
  if (input.kind !== 'posted') return session;
  const merged = Object.entries({ ...session.webView, ...input.variables });
  return { ...session, webView: Object.fromEntries(merged.filter(([, value]) => value !== null)) };
}

test('any bot answers anything, once and always the same', { tags: 'long' }, () => {
  assert(
    property(anyBot, tuple(history, webView), supplies, (source, [events, variables], given) => {
      const bot = new CompiledBot(Bot.parse(source), 1);
      let session: Session = { ...freshSession, webView: variables, arrived: { webview: 'i0' } };
      const all = new Set<string>();
      for (const [index, eventOf] of events.entries()) {
        const input = eventOf(session);
        const turn = turnOf(input, { turn: index + 1, session: opening(session, input) });
        const before = structuredClone(turn);
        const { answered, parts, needs } = answerWith(bot, turn, given);

        expect(TurnAnswered.schema.parse(answered)).toEqual(answered);
        expect(answerWith(bot, turn, given)).toEqual({ answered, parts, needs });
        expect(turn).toEqual(before);
        expect(answered).toMatchObject({ turn: index + 1, final: true, failed: false });
        expectReplies(answered, { parts, all });
        session = answered.session as Session;
        expectSession(session, answered);
        // Whoever tells it again tells the same: nothing of it is lost on its way through JSON.
        expect(JSON.parse(JSON.stringify(session))).toEqual(session);
        if (answered.leaves === 'closed') break;
      }
    }),
    { numRuns: 1500 },
  );
});

/** The loop guards bound them: interactions in a row, each with its scripts' messages, for every change of dialog. */
const most = (limits.interactionsInARow + 2) * (limits.dialogChanges + 2) * dialogNames.length * 30;

function expectReplies(
  { replies }: TurnAnswered,
  { parts, all }: { parts: readonly TurnAnswered[]; all: Set<string> },
) {
  const ids = replies.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => all.has(id))).toEqual([]);
  for (const id of ids) all.add(id);
  expect(ids.length).toBeLessThan(most);
  for (const part of parts) {
    expect(part).toMatchObject({ final: false, session: null });
    expect(part.replies).toEqual(replies.slice(0, part.replies.length));
  }
}

function expectSession(session: Session, { leaves, replies }: TurnAnswered) {
  const { stack, waiting } = session;
  const top = stack.at(-1);
  expect(new Set(stack.map(({ dialog }) => dialog)).size).toBe(stack.length);
  if (!waiting) expect(stack).toEqual([]);
  else if (waiting.kind === 'question') expect(waiting.for).toBe(top?.interaction);
  else if (waiting.kind === 'page') {
    expect(waiting.for).toBe(waiting.id);
    expect(waiting.ms).toBeGreaterThan(0);
  } else expect(waiting.id).toBe((top?.['wait'] as { id: string } | undefined)?.id);
  expect(top?.['asked'] ?? null).toBe(waiting ? true : null);
  if (leaves !== 'open') expect(waiting).toBeNull();
  if (stack.some(({ dialog }) => dialog === 'survey')) expect(leaves).not.toBe('closed');
  const calls = replies.filter(({ type }) => type === 'page_call');
  expect(calls.length).toBeLessThanOrEqual(1);
  expect('kept' in session).toBe(waiting?.kind === 'page');
}

/** The same JSON with one place, wherever it leads to, become something else. */
function damaged(value: Json, [step = 0, ...way]: readonly number[], other: Json): Json {
  if (value === null || typeof value !== 'object') return other;
  const entries = Object.entries(value);
  const [name, inner] = entries[step % Math.max(1, entries.length)] ?? [];
  if (name === undefined || way.length === 0) return other;
  const changed = damaged(inner ?? null, way, other);
  return Array.isArray(value) ? value.with(Number(name), changed) : { ...value, [name]: changed };
}

test('a bot that is damaged somewhere is refused with the place, or can be compiled', { tags: 'long' }, () => {
  const way = array(integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 9 });
  assert(
    property(anyBot, way, oneof(anyJson, word), (source, path, other) => {
      const bot = Bot.safeParse(damaged(JSON.parse(JSON.stringify(source)), path, other));
      if (bot.success) expect(new CompiledBot(bot.data, 1).bot).toBe(bot.data);
      else expect(bot.error.issues.every(({ message }) => message.length > 0)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

import { expect, onTestFinished, test } from 'vitest';
import type { Message } from '../floors/message.ts';
import { startEcho } from './echo.fixture.ts';
import { Generator, type Wanted } from './generator.ts';

type Between = (message: Message, show: (message: Message) => void) => void;

const traffic = { arrivals: 'constant', rate: 400, seconds: 0.5, lead: 0.25, drainMs: 10_000 } as const;

async function generate(between: Between, wanted: Partial<Wanted> = {}) {
  const echo = await startEcho(between);
  onTestFinished(echo.close);
  const target = { doorUrl: echo.url, chatUrl: echo.url, botId: 'bench', conversations: 7, acknowledges: true };
  const generator = new Generator(target);
  onTestFinished(() => generator.close());
  const opening = performance.now();
  const openSeconds = await generator.open();
  expect(openSeconds).toBeGreaterThan(0);
  // Conversations come before their sockets.
  expect(openSeconds).toBeLessThan((performance.now() - opening) / 1000);
  const moments: string[] = [];
  const measured = await generator.run(
    { ...traffic, ...wanted, door: { kind: 'webview' } },
    { began: () => moments.push('began'), ended: () => moments.push('ended') },
  );
  generator.ledger.close();
  return { measured, moments, violations: generator.ledger.violations, doubles: generator.ledger.wireDoubles };
}

const nthIs = (nth: number) => {
  let count = 0;
  return () => ++count === nth;
};
/** The number that the post has, so that the message after it can be held back. */
const kept = () => {
  let held: Message | undefined;
  return {
    put: (message: Message) => void (held = message),
    take: (id: string) => (held?.conversationId === id ? held : undefined),
  };
};

test('all is shown, and the lead does not count', async () => {
  const { measured, moments, violations } = await generate((message, show) => show(message));
  expect(measured).toMatchObject({ sent: 200, accepted: 200, shown: 200, refused: 0, late: 0, statuses: {} });
  expect(measured.latency.p50).toBeGreaterThan(0);
  expect(measured.latency.max).toBeGreaterThanOrEqual(measured.latency.p50);
  expect(moments).toEqual(['began', 'ended']);
  expect(Object.values(violations)).toEqual([0, 0, 0, 0, 0]);
});

test('a system that loses one is found out, by the number that is skipped and by the post', async () => {
  const isIt = nthIs(160);
  const lossy: Between = (message, show) => {
    if (!isIt()) show(message);
  };
  const { violations, measured } = await generate(lossy, { drainMs: 1500 });
  expect(violations).toMatchObject({ lost: 1, skipped: 1 });
  expect(measured).toMatchObject({ accepted: 200, late: 1, seconds: [{ accepted: 200, shown: 199 }] });
});

test('one that shows a post twice is found out; twice on the wire is nothing that anybody sees', async () => {
  const isIt = nthIs(60);
  const again = await generate((message, show) => {
    show(message);
    if (isIt()) show(message);
  });
  expect(again).toMatchObject({ doubles: 1, violations: { doubled: 0, lost: 0 } });

  const once = nthIs(290);
  const twice: Between = (message, show) => {
    show(message);
    if (once()) show({ ...message, seq: (message.seq ?? 0) + 1 });
  };
  // Its later messages have numbers that are taken, and never come.
  const visible = await generate(twice, { drainMs: 1500 });
  expect(visible.violations).toMatchObject({ doubled: 1 });
});

test('one that shows two in the wrong order is found out', async () => {
  // The first of the conversation is accepted long before the second is sent.
  const isIt = nthIs(1);
  const { put, take } = kept();
  const { violations } = await generate(
    (message, show) => {
      if (isIt()) return put(message);
      const held = take(message.conversationId);
      if (held?.seq !== undefined && held.seq === (message.seq ?? 0) - 1) {
        show({ ...message, seq: held.seq });
        show({ ...held, seq: held.seq + 1 });
      } else show(message);
    },
    { rate: 28 },
  );
  expect(violations).toMatchObject({ disordered: 1, lost: 0, doubled: 0 });
});

test('a slow system does not slow down the generator, and the wait is counted from the time a post was due', async () => {
  const { measured } = await generate((message, show) => void setTimeout(() => show(message), 400));
  expect(measured).toMatchObject({ sent: 200, shown: 200 });
  expect(measured.latency.p50 - measured.acceptance.p50).toBeGreaterThan(300);
});

test('what comes right after it has figures of its own', async () => {
  const then = { rate: 100, seconds: 0.3 };
  const { measured } = await generate((message, show) => show(message), { then });
  expect(measured).toMatchObject({ sent: 200, shown: 200, then: { sent: 30, shown: 30 } });
});

test('a generator that is held up counts what it could not send in time as late, and says how late it was', async () => {
  const isIt = nthIs(150);
  const { measured } = await generate((message, show) => {
    // The system is in the same process here: both stand still.
    if (isIt()) for (const until = performance.now() + 120; performance.now() < until; );
    show(message);
  });
  expect(measured.slip.max).toBeGreaterThan(100);
  expect(measured.latency.max).toBeGreaterThanOrEqual(measured.slip.max);
  // Of 200 posts a fifth was due meanwhile.
  expect(measured.latency.p99).toBeGreaterThan(80);
});

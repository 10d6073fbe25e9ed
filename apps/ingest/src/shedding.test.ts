import { InputReceived, limits } from '@backchannel/contracts';
import { type Broker, KafkaBroker, SqliteBroker } from '@backchannel/messaging';
import { freePort } from '@backchannel/stack';
import { expect, onTestFinished, test } from 'vitest';
import { ids, openDoor } from './door.fixture.ts';

const times = <Result>(count: number, one: () => Result) => Array.from({ length: count }, one);

/** What is heard comes from a log at hand; what inputs are said to is not there. */
class Torn extends SqliteBroker implements Broker {
  readonly #away: KafkaBroker;

  constructor(port: number) {
    super({ path: ':memory:' });
    this.#away = new KafkaBroker({ brokers: [`127.0.0.1:${port}`] });
  }

  override publish(events: Parameters<Broker['publish']>[0]): Promise<void> {
    const isInput = events.some(({ type }) => type === InputReceived.type);
    return isInput ? this.#away.publish(events) : super.publish(events);
  }

  override backlog() {
    return this.#away.backlog();
  }

  override async close(): Promise<void> {
    await Promise.all([super.close(), this.#away.close()]);
  }
}

test('while the log is away nobody waits long: after the first ones the others are refused at once', {
  tags: 'long',
}, async () => {
  const broker = new Torn(await freePort());
  const door = await openDoor({ broker });
  onTestFinished(async () => {
    await door[Symbol.asyncDispose]();
    await broker.close();
  });
  const first = door.send({ body: ids });
  await expect.poll(() => broker.backlog().oldestMs).toBeGreaterThan(limits.backlogMs);
  let isFirstRefused = false;
  void first.then(() => (isFirstRefused = true));
  const others = await Promise.all(times(10, () => door.send({ body: ids, headers: { prefer: 'wait=20' } })));
  expect(isFirstRefused).toBe(false);
  expect(others.every(({ status }) => status === 503)).toBe(true);
  expect(others[0]?.body).toMatchObject({ code: 'unavailable', detail: expect.stringContaining('the log is slow') });
  expect(others[0]?.headers.get('retry-after')).toBe('1');
  // Of who is refused nothing is read.
  expect(await door.send({ text: 'no JSON' })).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(await door.call('/v1/%68ooks/h-shop/paid', { text: 'no JSON' })).toMatchObject({ status: 503 });
  expect(broker.backlog().records).toBe(1);
  expect(await first).toMatchObject({ status: 503, body: { detail: 'the log does not answer' } });
});

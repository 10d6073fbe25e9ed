import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { KafkaAccess } from '@backchannel/contracts/kafka-access';
import { createTopics } from '@backchannel/stack';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { batches, eventually, listen, numbers } from '../suite/ear.ts';
import { notes } from '../suite/note.ts';
import { certificate, login, startLocked } from './locked.fixture.ts';
import { missing, open } from './real.fixture.ts';

describe.skipIf(missing)('a Kafka that is locked', { tags: 'long' }, () => {
  const { topic, parked, note } = notes('locked');
  const trusted = getCACertificates();
  let locked: Awaited<ReturnType<typeof startLocked>>;
  let way: KafkaAccess;
  beforeAll(async () => {
    locked = await startLocked();
    way = { brokers: locked.brokers, ssl: true, sasl: login };
    // As `NODE_EXTRA_CA_CERTS` does at the start of a process.
    setDefaultCACertificates([...trusted, certificate.cert]);
  });
  afterAll(async () => {
    setDefaultCACertificates(trusted);
    await locked.kafka[Symbol.asyncDispose]();
  });

  test('takes who comes by TLS with the password: to make topics, say, follow and consume', async () => {
    await createTopics(
      way,
      [topic, parked].map(({ name }) => ({ name, partitions: 2 })),
    );
    const broker = open(way);
    const { reader, heard } = batches();
    broker.consume({ group: 'group', topic, reader });
    const followed = await listen(broker, topic);
    await broker.publish([note('a', 1)]);
    await eventually(() => expect([numbers(heard), numbers(followed)]).toEqual([[1], [1]]));
    await eventually(() => expect(broker.waitsFor()).toEqual([]));
  });

  test.each<[why: string, other: Partial<KafkaAccess>, sentence: RegExp]>([
    ['the wrong password', { sasl: { ...login, password: 'wrong' } }, /Authentication failed/],
    ['no password', { sasl: undefined }, /can't be used/],
    ['no TLS', { ssl: false }, /can't be used/],
  ])('with %s one waits, and says why', async (_, other, sentence) => {
    const broker = open({ ...way, ...other });
    await eventually(() =>
      expect(broker.waitsFor().join()).toMatch(/Kafka at localhost:\d+ can't be used: (?!it has not)/),
    );
    expect(broker.waitsFor().join()).toMatch(sentence);
  });

  test('one who signed for itself is not spoken to', async () => {
    setDefaultCACertificates(trusted);
    onTestFinished(() => setDefaultCACertificates([...trusted, certificate.cert]));
    const broker = open(way);
    await eventually(() => expect(broker.waitsFor().join()).toMatch(/self-signed certificate/));
  });
});

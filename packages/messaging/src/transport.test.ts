import { type Event, RecordParked } from '@backchannel/contracts';
import { Controller, Inject, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Partition, Received } from './broker.ts';
import { On, OnAssigned, OnEach, OnTick } from './on.ts';
import { SqliteBroker } from './sqlite-broker.ts';
import { ascending, eventually, listen, noteOf, numbers } from './suite/ear.ts';
import { notes } from './suite/note.ts';
import { BrokerTransport } from './transport.ts';
import { Unprocessable } from './unprocessable.ts';

const { topic, parked, note } = notes('log');
const said = notes('said');

async function service(controller: Type, providers: { provide: string; useValue: unknown }[] = []) {
  @Module({ controllers: [controller], providers })
  class Service {
    readonly name = 'service';
  }
  const broker = new SqliteBroker({ path: ':memory:', partitions: 2 });
  onTestFinished(() => broker.close());
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(Service, {
    strategy: new BrokerTransport(broker, 'service'),
    logger: false,
    abortOnError: false,
  });
  return { app, broker };
}

test('a controller gets batches and the partition, says where to begin, and what it returns is said', {
  tags: 'long',
}, async () => {
  const assigned: Partition[] = [];
  const heard: Received[] = [];
  @Controller()
  class Listens {
    @Inject('plus') private readonly plus = 0;
    @OnAssigned(topic)
    async begin(partition: Partition): Promise<number> {
      assigned.push(partition);
      return Math.max(partition.committed, 0);
    }
    @On(topic)
    async all(records: readonly Received[], partition: Partition): Promise<readonly Event[]> {
      heard.push(...records);
      return records.map((record) => said.note(`from-${partition.number}`, noteOf(record).n + this.plus));
    }
    @OnTick(topic)
    async tick({ number }: Partition): Promise<readonly Event[]> {
      return [said.note(`tick-${number}`, 0)];
    }
  }
  const { app, broker } = await service(Listens, [{ provide: 'plus', useValue: 10 }]);
  const answers = await listen(broker, said.topic);
  await app.listen();
  await broker.publish([note('a', 1), note('a', 2)]);
  await eventually(() => expect(numbers(answers)).toEqual(expect.arrayContaining([11, 12])));
  expect(assigned.map(({ number }) => number).toSorted(ascending)).toEqual([0, 1]);
  await eventually(() => expect(answers.map((record) => noteOf(record).key)).toContain('tick-0'));

  await app.close();
  await broker.publish([note('a', 3)]);
  expect(numbers(heard)).toEqual([1, 2]);
});

test('how a topic is heard reaches the broker', async () => {
  @Controller()
  class Listens {
    @OnAssigned(topic)
    async begin(): Promise<number> {
      return 0;
    }
    @On(topic, { gapMs: 250 })
    async all(): Promise<readonly Event[]> {
      return [];
    }
  }
  const { app, broker } = await service(Listens);
  const consume = vi.spyOn(broker, 'consume');
  await app.listen();
  expect(consume).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ topic, gapMs: 250 }));
  await app.close();
});

test('errors of a handler keep their class: again, or never', async () => {
  let attempts = 0;
  @Controller()
  class Fails {
    @OnEach(topic)
    async each(record: Received): Promise<readonly Event[]> {
      if (noteOf(record).n === 1) throw new Unprocessable('never');
      if (attempts++ < 1) throw new TypeError('again');
      return [];
    }
  }
  const { app, broker } = await service(Fails);
  const aside = await listen(broker, parked);
  await app.listen();
  await broker.publish([note('a', 1), note('a', 2)]);
  await eventually(() => expect(attempts).toBe(2));
  expect(aside.map(({ event }) => event?.data)).toMatchObject([{ reason: 'never', group: 'service' }]);
  expect(aside[0]?.event?.type).toBe(RecordParked.type);
  await app.close();
});

test('two handlers of one moment are refused, and so are two kinds of handler of one topic', async () => {
  @Controller()
  class Twice {
    @On(topic)
    async one(): Promise<readonly Event[]> {
      return [];
    }
    @On(topic)
    async two(): Promise<readonly Event[]> {
      return [];
    }
  }
  @Controller()
  class Both {
    @On(topic)
    async one(): Promise<readonly Event[]> {
      return [];
    }
    @OnEach(topic)
    async two(): Promise<readonly Event[]> {
      return [];
    }
  }
  const twice = await service(Twice);
  await expect(twice.app.listen()).rejects.toThrow('two handlers for "batch log"');
  const both = await service(Both);
  await expect(both.app.listen()).rejects.toThrow('log is heard both as batches and as records');
});

test('a method that does not fit does not compile', () => {
  class Unfit {
    // @ts-expect-error: records are not strings
    @On(topic)
    async strings(records: readonly string[]): Promise<readonly Event[]> {
      return records.map((text) => said.note(text, 1));
    }
    // @ts-expect-error: an unreadable record comes too
    @On(topic)
    async readable(records: readonly { event: Event }[]): Promise<readonly Event[]> {
      return records.map(({ event }) => event);
    }
    // @ts-expect-error: nothing to say is said with an empty list
    @On(topic)
    async nothing(): Promise<void> {}
    // @ts-expect-error: one record, not a batch
    @OnEach(topic)
    async batch(records: readonly Received[]): Promise<readonly Event[]> {
      return records.map(({ offset }) => said.note('x', offset));
    }
    // @ts-expect-error: where to begin is a number
    @OnAssigned(topic)
    async begin(partition: Partition): Promise<string> {
      return partition.topic;
    }
    // @ts-expect-error: a tick has no records
    @OnTick(topic)
    async tick(records: readonly Received[]): Promise<readonly Event[]> {
      return records.map(({ offset }) => said.note('x', offset));
    }
  }
  expect(Unfit).toBeDefined();
});

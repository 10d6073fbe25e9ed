import { readFileSync } from 'node:fs';
import { type ComposeService, readCompose } from '@backchannel/stack';
import { expect, test } from 'vitest';
import { composed } from './composed.ts';
import { systemNamed, systems } from './systems.ts';

const text = readFileSync(new URL('../../../../docker-compose.yml', import.meta.url), 'utf8');
const all = readCompose(text, {});
const place = { bots: '/bots', data: '/data' };

/** As the stack will read it. */
const read = (name: string): ComposeService[] =>
  readCompose(JSON.stringify(composed(systemNamed(name), all, place)), {});
const named = (services: readonly ComposeService[], name: string) => services.find((one) => one.name === name);

test.each(systems.map(({ name }) => name))('what %s depends on is there, and is no more than it needs', (name) => {
  const services = read(name);
  const names = new Set(services.map((one) => one.name));
  for (const { dependsOn } of services) for (const other of dependsOn) expect(names).toContain(other);
  expect(names.has('postgres')).toBe(name.endsWith('-control'));
});

test('the product is what docker-compose.yml says it is, with a bot of the bench', () => {
  const services = read('script');
  for (const name of ['kafka', 'redis', 'session', 'dialog', 'chat'])
    expect(named(services, name)).toEqual(named(all, name));
  const bots = named(services, 'bots');
  expect(bots?.command).toEqual(['node', 'tools/bot/src/main.ts', 'publish', '/bots/script.json']);
  expect(bots?.environment).toEqual({ KAFKA_BROKERS: 'kafka:19092' });
  expect(bots?.oneShot).toBe(true);
});

test('with control, bots go through it', () => {
  const bots = named(read('starters-control'), 'bots');
  expect(bots?.environment).toHaveProperty('CONTROL_URL');
  expect(bots?.dependsOn).toEqual(['control']);
});

test('a floor stands on the same Kafka and Redis', () => {
  const services = read('state');
  for (const name of ['kafka', 'redis']) expect(named(services, name)).toEqual(named(all, name));
  expect(named(services, 'session')?.command).toEqual(['node', 'tools/bench/src/floors/main.ts', 'state', 'session']);
});

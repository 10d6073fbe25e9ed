import { expect, test } from 'vitest';
import type { ComposeService } from './compose.ts';
import { kafkaSettings, localEnvironment } from './local.ts';

const service = (name: string, environment: Record<string, string>, published?: number): ComposeService => ({
  name,
  environment,
  port: published === undefined ? undefined : { published, inside: published },
  dependsOn: [],
  oneShot: false,
});
const kafka = service('kafka', {}, 9092);
const chat = service('chat', { PORT: '3004', PUBLIC_URL: 'http://localhost:3004', KAFKA_BROKERS: 'kafka:19092' }, 3004);
const demo = service('demo', { CHAT_URL: 'http://localhost:3004', OTHER: 'https://example.com:443 at 10:30' }, 3000);
const control = service('control', { DATABASE_URL: 'postgres://me:1234@postgres:5432/mine' }, 3005);
const postgres = service('postgres', {}, 5432);
const all = [kafka, chat, demo, control, postgres];
const ports = new Map([
  ['kafka', 20_001],
  ['chat', 20_002],
  ['demo', 20_003],
  ['postgres', 20_004],
]);

test('the name of a service becomes its address here', () => {
  expect(localEnvironment(chat, all, ports)).toEqual({
    PORT: '20002',
    PUBLIC_URL: 'http://localhost:20002',
    KAFKA_BROKERS: '127.0.0.1:20001',
  });
});

test('an address keeps its user, password and path', () => {
  expect(localEnvironment(control, all, ports)).toEqual({ DATABASE_URL: 'postgres://me:1234@127.0.0.1:20004/mine' });
});

test('what is no address of the stack stays as it is', () => {
  expect(localEnvironment(demo, all, ports)).toEqual({
    PORT: '20003',
    CHAT_URL: 'http://localhost:20002',
    OTHER: 'https://example.com:443 at 10:30',
  });
});

test("Kafka's settings are those of the image, but for its place", () => {
  const environment = { KAFKA_NODE_ID: '1', KAFKA_LISTENERS: 'X://:1', KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false' };
  expect(kafkaSettings(service('kafka', environment))).toEqual({ 'auto.create.topics.enable': 'false' });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type ComposeService, readCompose, substitute } from './compose.ts';
import { root } from './path.ts';

const compose = await readFile(join(root, 'docker-compose.yml'), 'utf8');
const byName = (services: readonly ComposeService[]) => Object.fromEntries(services.map((each) => [each.name, each]));

test('the stack has these services, those of a profile left out', () => {
  expect(readCompose(compose, {}).map(({ name }) => name)).toEqual(
    'kafka redis postgres topics tables bots ingest session dialog chat control demo'.split(' '),
  );
});

test('a service has a target, a port and an environment', () => {
  expect(byName(readCompose(compose, { TOKEN_SECRETS: 'of-the-test' })).chat).toEqual({
    name: 'chat',
    image: undefined,
    target: 'chat',
    command: undefined,
    environment: {
      METRICS_HOST: '0.0.0.0',
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
      PORT: '3004',
      METRICS_PORT: '9304',
      PUBLIC_URL: 'http://localhost:3004',
      KAFKA_BROKERS: 'kafka:19092',
      REDIS_URL: 'redis://redis:6379',
      TOKEN_SECRETS: 'of-the-test',
    },
    port: { published: 3004, inside: 3004 },
    dependsOn: ['topics', 'redis'],
    oneShot: false,
  });
});

test('a service whose end is waited for runs once', () => {
  const { topics, bots, session } = byName(readCompose(compose, {}));
  expect([topics?.oneShot, bots?.oneShot, session?.oneShot]).toEqual([true, true, false]);
  expect(topics?.command).toEqual(['node', 'tools/stack/src/topics.ts']);
});

test('the Kafka that we fetch is the one in docker-compose.yml', async () => {
  const pom = await readFile(join(root, 'tools/stack/pom.xml'), 'utf8');
  const [, version] = /<artifactId>kafka_2.13<\/artifactId>\s*<version>(.*)<\/version>/.exec(pom) ?? [];
  expect(byName(readCompose(compose, {})).kafka?.image).toBe(`apache/kafka:${version}`);
});

test('lists and strings say the same as maps', () => {
  const text = `
    services:
      a:
        image: redis
        command: redis-server --port 1
        environment: ['ONE=1=1', 'TWO=']
        ports: ['127.0.0.1:8000:80']
        depends_on: [b]
      b: { image: kafka }`;
  expect(readCompose(text, {})[0]).toMatchObject({
    command: ['redis-server', '--port', '1'],
    environment: { ONE: '1=1', TWO: '' },
    port: { published: 8000, inside: 80 },
    dependsOn: ['b'],
  });
});

test.each([
  ['$A', 'x'],
  ['${A}-${B}', 'x-'],
  ['${B:-http://b:1-2}', 'http://b:1-2'],
  ['${A:-y}', 'x'],
  ['$${A} costs $$5', '${A} costs $5'],
])('%s becomes %s', (value, expected) => {
  expect(substitute(value, { A: 'x' })).toBe(expected);
});

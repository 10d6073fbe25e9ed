import { expect, test } from 'vitest';
import { KafkaEnvironment } from './kafka-access.ts';
import { readVariables } from './variables.ts';

const said = (variables: Readonly<Record<string, string>>) => {
  const read = readVariables(KafkaEnvironment, variables);
  return 'wrong' in read ? read.wrong : read.settings.kafka;
};

test('brokers alone are spoken to as they are', () => {
  expect(said({ KAFKA_BROKERS: 'one:9092, two:9092,' })).toEqual({ brokers: ['one:9092', 'two:9092'], ssl: false });
  expect(said({})).toBeUndefined();
});

test('TLS and a login are for who asks for them', () => {
  const all = { KAFKA_BROKERS: 'one:9093', KAFKA_TLS: 'true', KAFKA_USERNAME: 'ada', KAFKA_PASSWORD: 'secret' };
  const login = { username: 'ada', password: 'secret' };
  const way = { brokers: ['one:9093'], ssl: true };
  expect(said(all)).toEqual({ ...way, sasl: { mechanism: 'scram-sha-512', ...login } });
  expect(said({ ...all, KAFKA_SASL: 'plain' })).toEqual({ ...way, sasl: { mechanism: 'plain', ...login } });
});

test.each([
  [{ KAFKA_TLS: 'yes' }, 'KAFKA_TLS: Invalid option: expected one of "true"|"false"'],
  [{ KAFKA_SASL: 'gssapi' }, 'KAFKA_SASL: Invalid option: expected one of "plain"|"scram-sha-256"|"scram-sha-512"'],
  [{ KAFKA_USERNAME: 'ada' }, 'KAFKA_PASSWORD: KAFKA_USERNAME and KAFKA_PASSWORD come together'],
  [{ KAFKA_PASSWORD: 'secret' }, 'KAFKA_PASSWORD: KAFKA_USERNAME and KAFKA_PASSWORD come together'],
  [{ KAFKA_BROKERS: ',' }, 'KAFKA_BROKERS: names no broker'],
])('%o is refused: nobody is to speak more openly than was meant', (variables, sentence) => {
  expect(said(variables)).toEqual([sentence]);
});

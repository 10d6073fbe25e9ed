import { webViewPath } from '@backchannel/contracts';
import { readEnvironment } from '@backchannel/service';
import { expect, test } from 'vitest';
import { signerOf } from './scripts.ts';

const secret = 'x'.repeat(32);
const signer = (more: Record<string, string>) =>
  signerOf(readEnvironment({ LINK_SECRETS: `${secret},${'y'.repeat(32)}`, ...more }));

test.each([
  [
    { KAFKA_BROKERS: 'kafka:9092', INGEST_URL: 'https://in.example/', PUBLIC_URL: 'https://dialog.example' },
    'https://in.example',
  ],
  [{ PUBLIC_URL: 'https://all.example' }, 'https://all.example'],
  [{ PORT: '3210' }, 'http://localhost:3210'],
])('return links lead to ingest, signed by the newest secret: %o', (environment, url) => {
  expect(signer(environment)).toEqual({ secret, url: `${url}${webViewPath}` });
});

test('where ingest is another process, its address must be said: one’s own would lead nowhere', () => {
  const sentence = 'INGEST_URL is missing: return links must say where pages outside reach ingest.';
  expect(() => signer({ KAFKA_BROKERS: 'kafka:9092' })).toThrow(sentence);
  expect(() => signer({ KAFKA_BROKERS: 'kafka:9092', PUBLIC_URL: 'https://dialog.example' })).toThrow(sentence);
});

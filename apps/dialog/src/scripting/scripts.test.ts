import { webViewPath } from '@backchannel/contracts';
import { verifyReturnLink } from '@backchannel/contracts/return-link';
import { readEnvironment } from '@backchannel/service';
import { expect, onTestFinished, test } from 'vitest';
import { botOf, dialog } from '../bot.fixture.ts';
import { ScriptOutput } from './exchange.ts';
import { input, now } from './script.fixture.ts';
import { openScripts } from './scripts.ts';

const secret = 'x'.repeat(32);
const open = (more: Record<string, string>) => openScripts(readEnvironment({ LINK_SECRETS: secret, ...more }));
const script = `botContext.sendMessage(botContext.createReturnLink({ page: 'https://pay.example/' }))`;

test.each([
  [
    { KAFKA_BROKERS: 'kafka:9092', INGEST_URL: 'https://in.example/', PUBLIC_URL: 'https://dialog.example' },
    'https://in.example',
  ],
  [{ PUBLIC_URL: 'https://all.example' }, 'https://all.example'],
  [{ PORT: '3210' }, 'http://localhost:3210'],
])('return links lead to ingest: %o', async (environment, url) => {
  const scripts = open(environment);
  onTestFinished(() => scripts.close());
  const { program } = botOf([dialog('start', { name: 's', type: 'script', script })]);
  const ran = await scripts.run({ program, script: 's script', input: { ...input }, now, seed: 's' });
  const { messages } = ScriptOutput.parse('output' in ran && ran.output);
  const link = new URL(messages[0]?.text ?? '');
  expect(link.searchParams.get('returnUrl')).toBe(`${url}${webViewPath}`);
  expect(verifyReturnLink(link.searchParams.get('returnToken') ?? '', [secret], now)).toHaveProperty('link');
});

test('where ingest is another process, its address must be said: one’s own would lead nowhere', () => {
  const sentence = 'INGEST_URL is missing: return links must say where pages outside reach ingest.';
  expect(() => open({ KAFKA_BROKERS: 'kafka:9092' })).toThrow(sentence);
  expect(() => open({ KAFKA_BROKERS: 'kafka:9092', PUBLIC_URL: 'https://dialog.example' })).toThrow(sentence);
});

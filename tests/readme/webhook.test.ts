import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EndpointSettings } from '@backchannel/contracts/admin';
import { expect, onTestFinished, test } from 'vitest';
import { OpenHook } from '../conversations/hook.ts';
import { openInProcess } from '../conversations/in-process.ts';
import { openStage } from '../conversations/stage.ts';
import { Person } from '../scenario/person.ts';

test('what docs/webhook.md says to paste works when it is pasted', async () => {
  const stage = await openStage({ hooks: true });
  onTestFinished(() => stage.close());
  const page = await readFile(new URL('../../docs/webhook.md', import.meta.url), 'utf8');
  const [, curl = ''] = /^ *```sh$(.*?)^ *```$/ms.exec(page) ?? [];
  const [, example = ''] = /^```json$(.*?)^```$/ms.exec(page) ?? [];

  const { name, ...settings } = JSON.parse(example) as { name: string };
  const botId = 'webhook-into-condition';
  const hook = new OpenHook(botId, { [name]: EndpointSettings.parse(settings) });
  const system = await openInProcess({ bots: stage.bots, hookOf: (id) => (id === botId ? hook : undefined) });
  onTestFinished(() => system.stop());
  const person = await Person.arrive(system.chat, botId);
  onTestFinished(() => person.leave());
  await person.until(() => person.messages.length > 0, 'the page is called', 20_000);
  const { callId, param } = person.messages[0] as unknown as { callId: string; param: Record<string, string> };
  await person.returns({ callId, value: true });

  const link = `${system.ingest}/v1/hooks/${hook.settings.hookId}`;
  const given = { link, token: hook.token, sessionId: param['session_id'], botId: param['chatbot_id'] };
  const { stdout } = await promisify(execFile)('bash', ['-euc', curl], { env: { ...process.env, ...given } });
  expect(JSON.parse(stdout)).toMatchObject({ status: 'answered' });
  await person.until(() => person.texts.includes('Welcome back, Ada: 20 % off.'), 'the bot has answered', 20_000);
  expect(person.texts).toContain('Ada Byron has logged in.');
});

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { openEmbedded } from '../scenario/embedded.ts';

test('what README.md says to paste works when it is pasted', async () => {
  const system = await openEmbedded({ bots: 'bots' });
  onTestFinished(() => system.stop());
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [, pasted = ''] = /^## Try it$.*?^```sh$(.*?)^```$/ms.exec(readme) ?? [];
  const script = pasted.replaceAll('localhost:3000', new URL(system.chat).host);
  const { stdout } = await promisify(execFile)('bash', ['-euc', script]);
  expect(stdout).toContain('"status":"answered"');
  expect(stdout).toMatch(/"text":"webrequest".*534e34fc/s);
}, 60_000);

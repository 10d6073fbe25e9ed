import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as bundled from './bundle.fixture.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
let place = '';
let bundle: typeof bundled;

beforeAll(async () => {
  // Below the workspace, where the packages that stay outside of a bundle are found.
  const parent = here('../../node_modules');
  await mkdir(parent, { recursive: true });
  place = await mkdtemp(join(parent, '.bundle-'));
  // Here, because who leaves this test out need not wait for Vite.
  const { build } = await import('vite');
  await build({
    configFile: here('../../../../vite.service.ts'),
    root: here('../..'),
    build: {
      outDir: place,
      rolldownOptions: { input: { main: here('bundle.fixture.ts'), 'scripts.worker': here('scripts.worker.ts') } },
    },
  });
  bundle = (await import(pathToFileURL(join(place, 'main.js')).href)) as typeof bundled;
});
afterAll(() => rm(place, { recursive: true, force: true }));

test('the prelude and the worker work in a bundle as they do as sources', { tags: 'long' }, async () => {
  const sandbox = bundle.sandboxFor({ secret: 'a secret of these tests only', url: 'https://chat.example/webview' });
  const source = `botContext.sendMessages(['Hi', botContext.createReturnLink({ page: 'https://pay.example/' })]);
    botContext.setBotVariable('names', Object.keys(botContext).length);
    botContext.sendImmediateReply('Bye');`;
  const ran = await sandbox.run({
    program: { id: 'bundled', prelude: bundle.prelude, globals: '', scripts: { 'hi script': source } },
    script: 'hi script',
    input: { conversationId: 'c-1', botId: 'shop', userId: 'ada', linkGeneration: 0 },
    now: 0,
    seed: 's',
  });
  await sandbox.close();
  const messages = [{ text: 'Hi' }, { text: expect.stringContaining('returnToken=') }, { text: 'Bye' }];
  expect(ran).toMatchObject({ output: { messages, stopped: true, set: [{ name: 'names' }] } });
});

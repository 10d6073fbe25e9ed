import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bot } from './bot.ts';
import { page } from './docs.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bot-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(content: unknown): string {
  const path = join(folder, 'bot.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}
const openBroker = () => {
  throw new Error('not to be opened');
};
const run = (...words: string[]) => bot(words, { openBroker });

/** A bot with a script in a statement's post-process. */
const scripted = (script: string, more = {}) => ({
  id: 'lamp',
  name: 'Lamps',
  dialogs: [
    {
      name: 'Hi',
      starter: { patterns: ['hi'] },
      interactions: [
        { name: 'hi', type: 'text', text: 'Hi.', preProcess: 'return 1', postProcess: script },
        { name: 'q', type: 'text_question', text: 'Well?', processUserResponse: 'await fine' },
      ],
    },
  ],
  ...more,
});
const at = '/dialogs/0/interactions/0/postProcess';

test('a script whose syntax is wrong is told with its line, in any panel and in the globals', async () => {
  const path = write(scripted('var a = 1;\nvar b = ;', { globals: 'function f() {\n\n}}' }));
  expect(await run('check', path)).toEqual({
    lines: [
      expect.stringMatching(/bot\.json \/globals: line 3: ./),
      expect.stringMatching(/bot\.json \/dialogs\/0\/interactions\/0\/postProcess: line 2: .*';'$/),
    ],
    ok: false,
  });
});

test('a script that names what there is not is refused, by publish too', async () => {
  const path = write(scripted("\nbotContext.setTriggerNextMessage('Q');\nbotContext.sendReply('x');"));
  const said = {
    lines: [
      `${path} ${at}: line 2: there is no interaction "Q"; did you mean "q"?`,
      `${path} ${at}: line 3: botContext has no function "sendReply"; did you mean "sendImmediateReply"?`,
    ],
    ok: false,
  };
  expect(await run('check', path)).toEqual(said);
  expect(await run('publish', path)).toEqual(said);
});

test('a regular expression that would take too long is refused', async () => {
  const rules = [{ type: 'regex', expression: '.{0,999}'.repeat(3) }];
  const interactions = [{ name: 'q', type: 'text_question', text: 'Well?', rules }];
  const path = write(scripted('', { dialogs: [{ name: 'Hi', starter: { patterns: ['hi'] }, interactions }] }));
  expect(await run('check', path)).toEqual({
    lines: [
      expect.stringMatching(/ \/dialogs\/0\/interactions\/0\/rules\/0\/expression: this expression has \d+ inst/),
    ],
    ok: false,
  });
});

test('a warning is told as one, and refuses nothing', async () => {
  const path = write(scripted("botContext.setBotVariable('a', 1, true, true);"));
  const warning = 'line 1: no variable is kept for ever: this one is kept as long as the session';
  expect(await run('check', path)).toEqual({
    lines: [`${path} ${at}: warning: ${warning}`, 'lamp: can run'],
    ok: true,
  });
});

test("the repository's own bots have neither problems nor warnings", async () => {
  const bots = fileURLToPath(new URL('../../../bots', import.meta.url));
  const { lines, ok } = await run('check', bots);
  expect(ok).toBe(true);
  for (const line of lines) expect(line).toMatch(/: nothing is wrong$/);
});

test('whatever is in a file, it is told in lines what is wrong with it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json({ maxDepth: 4 }), fc.string()), async (content) => {
      const { lines, ok } = await run('check', write(content));
      expect(ok).toBe(false);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) expect(line).toMatch(/bot\.json \/.*: ./s);
    }),
    { numRuns: 200 },
  );
});

test('the tables of docs/bots.md are what the schemas say', () => {
  const { is, shouldBe } = page();
  expect(is, 'npm run bot docs writes them').toBe(shouldBe);
});

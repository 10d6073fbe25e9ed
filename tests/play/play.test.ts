import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const setup = fileURLToPath(new URL('../../tools/setup/setup.mjs', import.meta.url));
const shop = fileURLToPath(new URL('../../bots/shop.json', import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'play-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function begin(...words: string[]) {
  const env = { ...process.env, TMPDIR: folder };
  return spawn(process.execPath, [setup, 'bot', 'play', ...words], { env, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Plays to the end: what was printed, and how it ended. */
async function played(words: readonly string[], typed = '') {
  const child = begin(...words);
  child.stdin.end(typed);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { lines: out.trim().split('\n'), err, code };
}

function botFile(name: string, more: object) {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ id: 'b', name: 'B', start: 'hi', ...more }));
  return path;
}

test('says one thing after the other, and ends', async () => {
  const { lines, err, code } = await played([shop, '--say', 'order', '--say', 'no']);
  expect({ err, code }).toEqual({ err: '', code: 0 });
  expect(lines.slice(2)).toEqual([
    'you> order',
    'bot> One desk lamp “Aurora”, 49.00 EUR.',
    'bot> Would you like to pay now? (yes/no)',
    'you> no',
    'bot> No problem. The lamp stays reserved: type “pay” when you are ready.',
  ]);
}, 60_000);

test('posts into the bot, and tells what matched', async () => {
  const post = ['--post', 'PaymentId=P-1', '--post', 'PaymentStatus=PROCESSED', '--message', 'webrequest'];
  const { lines } = await played([shop, ...post, '--trace']);
  expect(lines).toContain('bot> Payment P-1 is PROCESSED.');
  expect(lines).toContain('  · the pattern "webrequest" starts the dialog Web request');
}, 60_000);

test('plays the page, and reads what is typed', async () => {
  const interactions = [
    { name: 'pay', type: 'page_function', function: 'pay', attribute: 'paid', onError: { interaction: 'missing' } },
    { name: 'thanks', type: 'text', text: 'Paid {$botContext.paid.amount}.', next: 'end' },
    { name: 'missing', type: 'text', text: 'No page.', next: 'end' },
  ];
  const file = botFile('page.json', { dialogs: [{ name: 'Hi', starter: { patterns: ['hi'] }, interactions }] });
  const { lines } = await played([file, '--page', 'pay={"amount": 49}'], 'hi\n');
  expect(lines.filter((line) => line === 'bot> Paid 49.')).toHaveLength(2);
  expect((await played([file], '')).lines).toContain('bot> No page.');
}, 60_000);

test('a file with problems is told like check does', async () => {
  const { err, code } = await played([botFile('bad.json', { dialogs: [] })]);
  expect(code).toBe(1);
  expect(err).toContain('bad.json /dialogs: ');
}, 60_000);

test('Ctrl-C ends it, and nothing is left behind', async () => {
  const child = begin(shop);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    out += part;
  });
  await expect.poll(() => out, { timeout: 30_000 }).toContain('lamp shop');
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(readdirSync(folder).filter((name) => name.startsWith('backchannel-play-'))).toEqual([]);
}, 60_000);

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const setup = fileURLToPath(new URL('../../tools/setup/setup.mjs', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('../../apps/play/dist/main.js', import.meta.url));
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
  const [call, ...said] = lines.slice(lines.indexOf('you> order') + 1);
  expect(call).toMatch(/^bot> calls chatbot\.basket\(/);
  expect(said).toEqual([
    'bot> One desk lamp “Aurora”, 49.00 EUR.',
    'bot> Would you like to pay now? (yes/no)',
    '  1) Yes',
    '  2) No',
    'you> no',
    'bot> No problem. It stays reserved: type “pay” when you are ready.',
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

const choice = {
  name: 'choose',
  type: 'buttons',
  text: 'Which?',
  buttons: [
    { type: 'postback', label: 'One', payload: 'p1' },
    { type: 'url', label: 'Shop', url: 'https://shop.example' },
    { type: 'postback', label: 'Two', payload: 'p2' },
  ],
  rules: [
    { type: 'exact', values: ['p2'], next: 'close_conversation' },
    { type: 'no_match', text: 'Not {$userMessage} {$nothing}.', next: { interaction: 'choose' } },
  ],
};

test('what can be tapped has a number; what is typed may be a post; the end of the conversation ends it', async () => {
  const paid = { name: 'paid', type: 'text', text: 'Order {$webView.order.id}, {$webView.note}.', next: 'end' };
  const dialogs = [
    { name: 'Hi', starter: { patterns: ['hi'] }, interactions: [choice] },
    { name: 'Paid', starter: { patterns: ['it is paid'] }, interactions: [paid] },
  ];
  const file = botFile('choice.json', { dialogs, settings: { origins: ['https://shop.example'] } });
  const asked = ['bot> Which?', '  1) One', '  Shop: https://shop.example', '  2) Two'];
  const typed = ['1', `/post order='{"id": 7}' note="a b" --message "it is paid"`, 'hi', '', '2', 'more'].join('\n');
  const { lines, err, code } = await played([file], typed);
  expect(lines).toEqual([
    ...asked,
    'you> One',
    'bot> Not p1 .',
    ...asked,
    'post> it is paid',
    'bot> Not it is paid .',
    ...asked,
    'you> hi',
    'bot> Not hi .',
    ...asked,
    'you> Two',
    '(the conversation has ended)',
  ]);
  expect({ err, code }).toEqual({ err: '', code: 0 });
}, 60_000);

test('what can not be said any more is a failure', async () => {
  const file = botFile('end.json', {
    dialogs: [{ name: 'Hi', starter: { patterns: ['hi'] }, interactions: [choice] }],
  });
  const { lines, err, code } = await played([file, '--trace', '--say', 'x', '--say', '2', '--say', 'y']);
  expect(lines).toContain('  · ! nothing is known of {$nothing}');
  expect(lines.at(-1)).toMatch(/^ {2}· /);
  expect({ err, code }).toEqual({ err: 'The conversation has ended: "y" is not said.\n', code: 1 });
}, 60_000);

test('a file with problems is told like check does', async () => {
  const { err, code } = await played([botFile('bad.json', { dialogs: [] })]);
  expect(code).toBe(1);
  expect(err).toBe(`${join(folder, 'bad.json')} /dialogs: must have at least 1 entry\n`);
  expect((await played(['nowhere.json'])).err).toMatch(/^nowhere\.json can not be read: .*\n$/);
}, 60_000);

test('options that npm keeps for itself are told about', async () => {
  const child = spawn('npm', ['run', '--silent', 'bot', 'play', shop, '--trace'], { cwd: root });
  expect(await text(child.stderr)).toContain('npm run bot -- play');
}, 60_000);

test('what npm is told for its own versions is no option of ours', () => {
  const env = { ...process.env, npm_config_message: 'chore: release %s' };
  const out = execFileSync(process.execPath, [setup, 'bot', 'play', shop, '--say', 'order'], { env, input: '' });
  expect(String(out)).toContain('bot> One desk lamp');
}, 60_000);

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s ends it, and nothing is left behind',
  async (signal) => {
    execFileSync(process.execPath, [setup, 'bot', 'play', shop, '--say', 'built'], { stdio: 'ignore' });
    const env = { ...process.env, TMPDIR: folder };
    const child = spawn(process.execPath, [program, shop], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      out += part;
    });
    const left = () => readdirSync(folder).filter((name) => name.startsWith('backchannel-play-'));
    await expect.poll(() => out, { timeout: 30_000 }).toContain('lamp shop');
    expect(left()).toHaveLength(1);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(left()).toEqual([]);
  },
  60_000,
);

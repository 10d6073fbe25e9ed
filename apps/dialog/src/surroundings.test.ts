import { randomUUID } from 'node:crypto';
import { Bot, BotSettings, BotVersion } from '@backchannel/contracts';
import { linkSecretOf, verifyReturnLink } from '@backchannel/contracts/return-link';
import { Seals } from '@backchannel/contracts/sealed';
import { describe, expect, test, vi } from 'vitest';
import { text } from './bot.fixture.ts';
import { botId, botVersion, serving, turn } from './serving.fixture.ts';

const [fresh, old] = ['the new seal key of these tests 1', 'the old seal key of these tests 2'] as const;
const linkSecret = 'the secret of the links in these tests';
const { say, answers } = serving({ SEAL_KEYS: `${fresh},${old}`, LINK_SECRETS: linkSecret });

const settings = (revision: number, more: Partial<BotSettings>) =>
  BotSettings({ botId: botId(), revision, version: 1, ...more }, { time: 1 });

/** The answer to a turn, once it is what the test waits for: settings are heard beside the turns. */
async function answered(wanted: (texts: readonly unknown[]) => boolean) {
  const id = randomUUID();
  for (let turnAt = 0; ; turnAt += 1) {
    await say(turn(`${id}-${turnAt}`));
    const find = () => answers().find(({ conversation }) => conversation.conversationId === `${id}-${turnAt}`);
    const answer = await vi.waitUntil(find, { timeout: 15_000, interval: 20 });
    if (wanted(answer.replies.map((reply) => reply['text']))) return answer;
  }
}
const saying = (expected: string) => answered((texts) => texts.join('|') === expected);

describe('environment', () => {
  const script = (name: string) => ({
    name: 's',
    type: 'script',
    script: `botContext.sendMessage(JSON.stringify(botContext.getEnvVariable(${JSON.stringify(name)})))`,
  });
  const sealedWith = (secret: string, values: Record<string, string>, at?: string) => {
    const seal = ([name, value]: [string, string]) => {
      const place = { environment: at ?? 'production', name };
      return [name, new Seals([secret]).seal(value, place)];
    };
    return { environment: 'production', values: Object.fromEntries(Object.entries(values).map(seal)) };
  };

  test('values that are sealed are there for texts and scripts, under any of the keys, before plain ones', async () => {
    await say(botVersion(1, [text('t', { text: '{$env.key} {$env.other} {$env.plain}' }), script('key')]));
    const sealed = sealedWith(fresh, { key: 'sk_1' });
    sealed.values['other'] = sealedWith(old, { other: 'o' }).values['other'] ?? '';
    await say(settings(1, { environment: { plain: 'p', key: 'nothing' }, sealed }));
    const { notes } = await saying('sk_1 o p|"sk_1"');
    expect(notes).toBeUndefined();
  });

  test.each([
    ['that no key opens', sealedWith('a key that nobody has any more 12345', { key: 'sk_1' })],
    ['of another environment', sealedWith(fresh, { key: 'sk_1' }, 'test')],
    ['that are damaged', { environment: 'production', values: { key: 's1.x' } }],
  ])('values %s are null, and the journal says so: the bot goes on', async (_, sealed) => {
    await say(botVersion(1, [text('t', { text: '[{$env.key}] {$env.plain}' }), script('key')]));
    await say(settings(1, { environment: { plain: 'p', key: 'nothing' }, sealed }));
    const { notes, failed } = await saying('[] p|null');
    expect(failed).toBe(false);
    expect(notes).toContain('the value "key" of the environment is sealed, and can not be opened');
    expect(JSON.stringify(answers())).not.toContain('sk_1');
  });

  test('a change holds for the next turn, in sessions that have begun, too', async () => {
    await say(botVersion(1, [text('t', { text: '{$env.v}' })]), settings(1, { environment: { v: '1' } }));
    await saying('1');
    const began = performance.now();
    await say(settings(2, { environment: { v: '2' } }));
    await saying('2');
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

describe('texts', () => {
  const fails = { name: 's', type: 'script', script: 'throw new Error("no")' };
  const astray = { name: 'other', starter: { patterns: ['other'] }, interactions: [text('t')] };

  test("for errors: the settings' comes before the version's", async () => {
    await say(botVersion(1, [fails]), settings(1, { errorText: 'Oh {$env.no}.', environment: { no: 'no' } }));
    expect((await saying('Oh no.')).failed).toBe(false);
    await say(settings(2, {}));
    expect((await saying('Error.')).failed).toBe(false);
  });

  test("where nothing takes the words: the settings' comes before the version's", async () => {
    const bot = Bot.parse({ id: botId(), name: 'B', fallbackText: 'Pardon?', dialogs: [astray] });
    await say(
      BotVersion({ botId: bot.id, version: 1, bot }, { time: 1 }),
      settings(1, { fallbackText: 'Say it again.' }),
    );
    expect((await saying('Say it again.')).failed).toBe(false);
    await say(settings(2, {}));
    expect((await saying('Pardon?')).failed).toBe(false);
  });

  test('for a circle, and where the turn itself fails', async () => {
    const round = { ...text('a'), next: { interaction: 'a' } };
    await say(botVersion(1, [round]), settings(1, { errorText: 'Round and round.' }));
    const { replies } = await answered((texts) => texts.at(-1) === 'Round and round.');
    expect(replies.length).toBeGreaterThan(1);

    const large = Array.from({ length: 9 }, (_, n) => text(`t${n}`, { text: 'ü'.repeat(9_000) }));
    await say(botVersion(1, large), settings(2, { errorText: 'Too much.' }));
    expect((await saying('Too much.')).failed).toBe(true);
  });
});

describe('return links', () => {
  const link = {
    name: 's',
    type: 'script',
    script: "botContext.sendMessage(botContext.createReturnLink({ page: 'https://pay.example/' }))",
  };
  const signedBy = (address: unknown, generation: number) => {
    const token = new URL(String(address)).searchParams.get('returnToken') ?? '';
    const secret = linkSecretOf(linkSecret, { botId: botId(), generation });
    return 'link' in verifyReturnLink(token, [secret], 0);
  };

  test('are signed by the newest generation of keys; without any, by the secret itself', async () => {
    await say(botVersion(1, [link]), settings(1, {}));
    expect((await answered(([address]) => signedBy(address, 0))).failed).toBe(false);
    await say(settings(2, { linkKeys: [{ generation: 0, until: 5 }, { generation: 3 }] }));
    expect((await answered(([address]) => signedBy(address, 3))).failed).toBe(false);
  });
});

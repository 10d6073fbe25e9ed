import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readEnvironment, Sentence } from './environment.ts';
import { linkSecrets, sealKeys, tokenSecrets } from './opened.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backchannel-secrets-'));
});
afterEach(() => rm(folder, { recursive: true }));

const [one, two] = ['1'.repeat(32), '2'.repeat(32)];
const here = (more: Record<string, string> = {}) => readEnvironment({ DATA_DIR: folder, ...more });
const said = (secrets: () => unknown) => {
  try {
    return secrets();
  } catch (error) {
    return error instanceof Sentence ? error.message : error;
  }
};

const kinds = [
  {
    variable: 'TOKEN_SECRETS',
    name: 'token-secret',
    secrets: tokenSecrets,
    why: 'every instance of chat must sign with the same secret',
  },
  {
    variable: 'LINK_SECRETS',
    name: 'link-secret',
    secrets: linkSecrets,
    why: 'dialog and ingest must sign and verify with the same secret',
  },
  {
    variable: 'SEAL_KEYS',
    name: 'seal-key',
    secrets: sealKeys,
    why: 'control and dialog must seal and open with the same keys',
  },
];
describe.each(kinds)('$variable', ({ variable, name, secrets, why }) => {
  test('those that are given are taken, in their order, and nothing is made', async () => {
    expect(secrets(here({ [variable]: `${one}, ${two}`, KAFKA_BROKERS: 'kafka:9092' }))).toEqual([one, two]);
    expect(secrets(here({ [variable]: one }))).toEqual([one]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('on one machine one is made, for its owner alone, and found by everybody from then on', async () => {
    const made = secrets(here());
    expect(made).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
    expect([secrets(here()), secrets(here())]).toEqual([made, made]);
    expect(await readdir(folder)).toEqual([name]);
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect([await readFile(join(folder, name), 'utf8')]).toEqual(made);
  });

  test('with Kafka there are several machines: none makes its own', async () => {
    const environment = here({ KAFKA_BROKERS: 'kafka:9092' });
    expect(said(() => secrets(environment))).toBe(`${variable} is missing: ${why}.`);
    expect(await readdir(folder)).toEqual([]);
  });

  test('a file that is no secret is named, and so is a folder that is not there', async () => {
    const file = join(folder, name);
    await writeFile(file, 'short');
    expect(said(() => secrets(here()))).toBe(`${file} is not a secret: a new one is made when it is removed.`);
    const nowhere = join(folder, 'nowhere');
    expect(said(() => secrets(here({ DATA_DIR: nowhere })))).toBe(
      `Not able to write to ${nowhere}/ (ENOENT): DATA_DIR names another folder.`,
    );
  });

  test('a short one is refused at the start', () => {
    expect(() => here({ [variable]: `${one},short` })).toThrow(
      `The environment is not right: ${variable}.1: each needs at least 32 characters.`,
    );
  });
});

test('chat tokens, return links and sealed values have a secret each', () => {
  const all = [linkSecrets, tokenSecrets, sealKeys].flatMap((secrets) => secrets(here()));
  expect(new Set(all).size).toBe(3);
});

test('a proxy that is no address is named', () => {
  expect(here({ TRUSTED_PROXIES: '10.0.0.0/8, ::1' }).trustedProxies).toEqual(['10.0.0.0/8', '::1']);
  expect(() => here({ TRUSTED_PROXIES: '10.0.0.0/8, loopback' })).toThrow(
    'The environment is not right: TRUSTED_PROXIES.1: must be an IP address, or a range',
  );
});

test('an address is taken without its last slash', () => {
  const { publicUrl, ingestUrl, chatUrl } = here({
    PUBLIC_URL: 'https://a.example/',
    INGEST_URL: 'https://b.example/in/',
    CHAT_URL: 'https://c.example',
  });
  expect([publicUrl, ingestUrl, chatUrl]).toEqual(['https://a.example', 'https://b.example/in', 'https://c.example']);
});

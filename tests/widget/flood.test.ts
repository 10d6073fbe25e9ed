import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realChromium } from '@backchannel/stack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEmbedded } from '../scenario/embedded.ts';
import { Flood } from './flood.ts';
import { Surroundings } from './surroundings.ts';

const chromium = await realChromium();
const POSTS = 5000;

describe.skipIf(chromium.missing)('a chat that more is posted to than anybody could read', () => {
  let around: Surroundings;
  let flood: Flood;
  let dataDir: string;
  beforeAll(async () => {
    // In memory where that can be had: this is about the chat, not about the disk of a machine with much to do.
    dataDir = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'backchannel-'));
    const environment = { DATA_DIR: dataDir };
    around = await Surroundings.open(chromium, openEmbedded({ bots: 'tests/widget/bots', environment }));
    flood = await Flood.open(around);
  }, 120_000);
  afterAll(async () => {
    await around?.clear();
    await around?.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  // Half a minute on two cores that have nothing else to do: a turn costs 5 ms.
  test('shows five thousand posts, each once and in order, and never draws more than can be read', async () => {
    await flood.pour(POSTS, 500);
    const heard = await flood.heard();
    expect(heard.map(([seq]) => seq)).toEqual(Array.from({ length: POSTS }, (_, place) => place + 1));
    const posts = heard.map(([, text]) => text.split(' ').map(Number) as [lane: number, number: number]);
    expect(new Set(posts.map(([, number]) => number)).size).toBe(POSTS);
    const lanes = Object.values(Object.groupBy(posts, ([lane]) => lane));
    for (const lane of lanes) expect(lane).toEqual(lane?.toSorted(([, one], [, other]) => one - other));
    const { strokes, frames } = await flood.strokes();
    expect(strokes).toBeLessThanOrEqual(frames);
    expect(await flood.readUp()).toEqual({ read: heard, most: expect.any(Number) });
  }, 600_000);

  test('shows them again after a reload, in few strokes, and can be read up to the first', async () => {
    const heard = await flood.heard();
    await flood.guest.page.reload();
    await flood.guest.says(heard.at(-1)?.[1] ?? '');
    expect((await flood.strokes()).strokes).toBeLessThan(POSTS / 10);
    const { read, most } = await flood.readUp();
    expect(read).toEqual(heard);
    expect(most).toBeLessThanOrEqual(240);
    expect(await flood.guest.page.evaluate('window.heard')).toEqual([]);
  }, 60_000);
});

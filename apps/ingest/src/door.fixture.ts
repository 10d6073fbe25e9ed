import { hash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import {
  BotSettings,
  type Event,
  InputReceived,
  InputTracked,
  Outcome,
  topics,
  webViewPath,
} from '@backchannel/contracts';
import { type Broker, SqliteBroker } from '@backchannel/messaging';
import { Opened, readEnvironment, serve } from '@backchannel/service';
import { expect, vi } from 'vitest';
import { ingest } from './index.ts';

export const ids = { botId: 'shop', conversationId: randomUUID(), userId: 'ada' };
export const linkSecrets = ['the first secret of these tests: 1', 'the second secret of these tests: 2'] as const;

/** JSON text of lists that lie so deep in each other: `JSON.stringify` would not come to the end of deep ones. */
export const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

type Bot = Partial<BotSettings> & { botId: string };
const someBots: readonly Bot[] = [
  { botId: 'shop' },
  { botId: 'shy', showPosted: false },
  { botId: 'off', enabled: false },
  { botId: 'strict', digest: false },
];

export interface Request {
  body?: unknown;
  text?: string;
  method?: string;
  headers?: Record<string, string>;
}

interface Wanted {
  readonly bots?: readonly Bot[];
  /** Where others are; whoever has made it closes it. */
  readonly broker?: Broker;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The door of these tests: real HTTP, a real broker, and what the log has afterwards. */
export async function openDoor({ bots = someBots, broker: given, environment: more }: Wanted = {}) {
  const broker = given ?? new SqliteBroker({ path: ':memory:' });
  await broker.publish(bots.map((bot) => BotSettings({ revision: 1, version: 3, ...bot }, { time: 0 })));
  const said: Event[] = [];
  const marks = new Map<string, () => void>();
  let outcome: Outcome | undefined;
  let told = Promise.resolve();
  await broker.follow({
    topics,
    from: 'start',
    hear: ({ event }) => {
      if (!event || event.type === BotSettings.type) return;
      said.push(event);
      if (event.type !== InputReceived.type) return;
      const { inputId, conversationId } = event.data as InputReceived;
      marks.get(inputId)?.();
      if (!outcome) return;
      told = broker.publish([InputTracked({ stage: 'outcome', inputId, conversationId, ...outcome }, { time: 0 })]);
    },
  });

  const environment = readEnvironment({ LOG_LEVEL: 'silent', LINK_SECRETS: linkSecrets.join(), ...more });
  const running = await serve(ingest, new Opened('ingest', environment, broker));
  running.server.listen(0, '127.0.0.1');
  await once(running.server, 'listening');
  const url = `http://127.0.0.1:${(running.server.address() as AddressInfo).port}`;
  const ready = async () => (await fetch(`${url}/health/ready`)).status;
  // Not a poll: a door may be opened outside of tests.
  await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 20_000, interval: 10 });
  const call = async (path: string, { body, text = JSON.stringify(body), method = 'POST', headers = {} }: Request) => {
    const all = { 'content-type': 'application/json', ...headers };
    const response = await fetch(url + path, { method, headers: all, body: method === 'GET' ? undefined : text });
    const answer = await response.text();
    return { status: response.status, headers: response.headers, body: answer === '' ? null : JSON.parse(answer) };
  };

  /** Resolves when everything has been heard that was said until now: a mark comes after it. */
  const heardAll = async () => {
    const mark = { kind: 'closed', inputId: randomUUID(), conversationId: ids.conversationId, at: 0 } as const;
    const { promise, resolve } = Promise.withResolvers<void>();
    marks.set(mark.inputId, resolve);
    await broker.publish([InputReceived(mark, { time: 0 })]);
    await promise;
  };

  return {
    broker,
    url,
    call,
    ready,
    /** To the Web View API, with the digest unless the headers say otherwise. */
    send({ headers, ...request }: Request) {
      const { conversationId, botId } = { ...ids, ...(request.body as object) };
      const authorization = hash('sha256', `${conversationId} || ${botId}`);
      return call(webViewPath, { ...request, headers: { authorization, ...headers } });
    },
    /** What the log has of the conversation. */
    async inputs(): Promise<InputReceived[]> {
      await heardAll();
      const inputs = said.filter(({ type }) => type === InputReceived.type).map(({ data }) => data as InputReceived);
      return inputs.filter(({ kind }) => kind !== 'closed');
    },
    refusals: () => said.filter(({ type }) => type === InputTracked.type).map(({ data }) => data as InputTracked),
    /** In place of session: tells an outcome as soon as it reads an input. */
    answersWith(given: object) {
      outcome = Outcome.parse(given);
    },
    /** For the next test with this door: nothing has been said, and nobody answers. */
    async forget() {
      await heardAll();
      outcome = undefined;
      await told;
      await heardAll();
      said.length = 0;
    },
    async [Symbol.asyncDispose]() {
      await running.close();
      if (!given) await broker.close();
    },
  };
}
export type Door = Awaited<ReturnType<typeof openDoor>>;

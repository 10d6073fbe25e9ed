import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chat } from '@backchannel/chat';
import { BotFile, BotSettings, BotVersion } from '@backchannel/contracts';
import { dialog } from '@backchannel/dialog';
import { ingest } from '@backchannel/ingest';
import { SqliteBroker } from '@backchannel/messaging';
import { Opened, readEnvironment, type Service, serve } from '@backchannel/service';
import { session } from '@backchannel/session';
import { freePort } from '@backchannel/stack';
import { vi } from 'vitest';
import { answersIn } from '../scenario/answers.ts';
import type { System } from '../scenario/system.ts';
import type { OpenHook } from './hook.ts';

interface Wanted {
  /** A folder of bot files. */
  readonly bots: string;
  readonly hookOf: (botId: string) => OpenHook | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The services in this process, with settings that the test says as if it were control. */
export async function openInProcess({ bots, hookOf, environment = {} }: Wanted): Promise<System> {
  const dataDir = await mkdtemp(join(tmpdir(), 'backchannel-'));
  const broker = new SqliteBroker({ path: ':memory:' });
  const time = Date.now();
  for (const file of await readdir(bots)) {
    const { bot, settings } = BotFile.parse(JSON.parse(await readFile(join(bots, file), 'utf8')));
    const [botId, hook] = [bot.id, hookOf(bot.id)?.settings];
    await broker.publish([
      BotVersion({ botId, version: 1, bot }, { time }),
      BotSettings({ ...settings, botId, version: 1, revision: 1, hook }, { time }),
    ]);
  }

  // Addresses that are given out must be known before anybody listens.
  const ports = { chat: await freePort(), ingest: await freePort() };
  const url = (service: keyof typeof ports) => `http://127.0.0.1:${ports[service]}`;
  const variables = { DATA_DIR: dataDir, LOG_LEVEL: 'error', PUBLIC_URL: url('chat'), INGEST_URL: url('ingest') };
  const start = async (service: Service) => {
    const opened = new Opened(service.name, readEnvironment({ ...variables, ...environment }), broker);
    const running = await serve(service, opened);
    const port = service === chat ? ports.chat : service === ingest ? ports.ingest : 0;
    await once(running.server.listen(port, '127.0.0.1'), 'listening');
    await vi.waitUntil(() => opened.health.waitsFor().length === 0, { timeout: 20_000 });
    return running;
  };
  const all = await Promise.all([chat, ingest, session, dialog].map(start));
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await Promise.all(all.map((running) => running.close()));
    await Promise.all(all.map(({ opened }) => opened.close()));
  };
  return {
    chat: url('chat'),
    ingest: url('ingest'),
    processes: [],
    killAndRestart: () => Promise.reject(new Error('all of it is this process')),
    answers: () => answersIn(broker),
    async stop() {
      stopped ??= stop();
      await stopped;
      await broker.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

import 'reflect-metadata';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Checked, publish, readBots } from '@backchannel/bot';
import { chat } from '@backchannel/chat';
import type { BotFile } from '@backchannel/contracts';
import { demo } from '@backchannel/demo';
import { dialog } from '@backchannel/dialog';
import { ingest } from '@backchannel/ingest';
import { listen, Opened, openBroker, type Running, readEnvironment, run, Sentence, serve } from '@backchannel/service';
import { session } from '@backchannel/session';
import { route } from './route.ts';

run(async () => {
  const environment = readEnvironment();
  const { publicUrl, dataDir, botsDir } = environment;
  let running: readonly Running[] = [];
  const server = createServer();
  route(server, () => running, demo({ ingestUrl: publicUrl, chatUrl: publicUrl }));
  // Before anything of the data is touched: who has the port is the one that runs.
  await listen(server, environment);

  const broker = openBroker(environment, 'standalone');
  await publish(broker, botsOf(botsDir));

  const services = [session, dialog, chat, ingest];
  const start = (service: (typeof services)[number]) => serve(service, new Opened(service.name, environment, broker));
  running = await Promise.all(services.map(start));
  while (running.some(({ opened }) => opened.health.waitsFor().length > 0)) await sleep(20);
  process.stdout.write(`Backchannel is at ${publicUrl} (data in ${dataDir}/, Ctrl-C stops it)\n`);

  return async () => {
    server.close();
    for (const { opened } of running) opened.health.stop();
    await Promise.all(running.map((one) => one.close()));
    server.closeAllConnections();
    await broker.close();
    await Promise.all(running.map(({ opened }) => opened.close()));
  };
});

function botsOf(path: string): readonly BotFile[] {
  const { files, problems } = read(path);
  const [problem] = problems;
  if (problem) throw new Sentence(`${problem.file} ${problem.pointer || '/'}: ${problem.sentence.replace(/\.$/, '')}.`);
  return files;
}

function read(path: string): Checked {
  try {
    return readBots(path);
  } catch (cause) {
    throw new Sentence(`BOTS_DIR is ${path}, which can't be read (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
    });
  }
}

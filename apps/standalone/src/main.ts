import 'reflect-metadata';
import { createServer } from 'node:http';
import { type Checked, checkBots, lineOf, publish } from '@backchannel/bot';
import type { BotFile } from '@backchannel/contracts';
import { demo } from '@backchannel/demo';
import { listen, openBroker, readEnvironment, run, Sentence } from '@backchannel/service';
import { Everything } from './everything.ts';

run(async () => {
  const environment = readEnvironment();
  const { publicUrl, dataDir, botsDir } = environment;
  const server = createServer();
  const everything = new Everything(server, demo({ ingestUrl: publicUrl, chatUrl: publicUrl }));
  // Before anything of the data is touched: who has the port is the one that runs.
  await listen(server, environment);

  const broker = openBroker(environment, 'standalone');
  await publish(broker, await botsOf(botsDir));
  await everything.start({ ...environment, ingestUrl: environment.ingestUrl ?? publicUrl }, broker);
  process.stdout.write(`Backchannel is at ${publicUrl} (data in ${dataDir}/, Ctrl-C stops it)\n`);
  return () => everything.stop(broker);
});

async function botsOf(path: string): Promise<readonly BotFile[]> {
  const { files, problems } = await read(path);
  const [problem] = problems;
  if (problem) throw new Sentence(`${lineOf(problem).replace(/\.$/, '')}.`);
  return files;
}

async function read(path: string): Promise<Checked> {
  try {
    return await checkBots(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new Sentence(`BOTS_DIR is ${path}, which can't be read (${code ?? message}).`, { cause });
  }
}

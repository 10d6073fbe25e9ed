import 'reflect-metadata';
import { createServer } from 'node:http';
import { publish, readBots } from '@backchannel/bot';
import { chat } from '@backchannel/chat';
import { demo } from '@backchannel/demo';
import { dialog } from '@backchannel/dialog';
import { ingest } from '@backchannel/ingest';
import { listen, Opened, openBroker, readEnvironment, run, Sentence, serve } from '@backchannel/service';
import { session } from '@backchannel/session';
import { route } from './route.ts';

run(async () => {
  const environment = readEnvironment();
  // Before anything of the data is touched: who has the port is the one that runs.
  const server = createServer();
  await listen(server, environment);

  const broker = openBroker(environment, 'standalone');
  const { files, problems } = readBots(environment.botsDir);
  const [problem] = problems;
  if (problem) throw new Sentence(`${problem.file}${problem.pointer}: ${problem.sentence}.`);
  await publish(broker, files);

  // Doors last: what they let in has somebody to hear it.
  const services = [session, dialog, chat, ingest];
  const running = await Promise.all(
    services.map((service) => serve(service, new Opened(service.name, environment, broker))),
  );
  route(server, running, demo({ ingestUrl: environment.publicUrl, chatUrl: environment.publicUrl }));
  process.stdout.write(`Backchannel is at ${environment.publicUrl} (data in ${environment.dataDir}/, Ctrl-C stops it)\n`);

  return async () => {
    server.close();
    for (const { opened } of running) opened.health.stop();
    await Promise.all(running.map((one) => one.close()));
    server.closeAllConnections();
    await broker.close();
    await Promise.all(running.map(({ opened }) => opened.close()));
  };
});

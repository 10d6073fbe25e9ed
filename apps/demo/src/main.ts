import { listen, readEnvironment, run, Sentence } from '@backchannel/service';
import { createServer } from 'node:http';
import { demo } from './index.ts';

run(async () => {
  const environment = readEnvironment();
  const { ingestUrl, chatUrl } = environment;
  if (!ingestUrl || !chatUrl) throw new Sentence('INGEST_URL and CHAT_URL must say where browsers find ingest and chat.');
  const server = createServer(demo({ ingestUrl, chatUrl }));
  await listen(server, environment);
  return async () => {
    server.close();
    server.closeAllConnections();
  };
});

import { listen, readEnvironment, run, Sentence, safeServer } from '@backchannel/service';
import { demo } from './index.ts';

run(async () => {
  const environment = readEnvironment();
  const { ingestUrl, chatUrl } = environment;
  if (!ingestUrl || !chatUrl)
    throw new Sentence('INGEST_URL and CHAT_URL must say where browsers find ingest and chat.');
  const pages = demo({ ingestUrl, chatUrl });
  const server = safeServer(environment.publicUrl, (request, response) => {
    const isHealth = request.url === '/health/live' || request.url === '/health/ready';
    return isHealth ? response.end('{"status":"ready"}') : pages(request, response);
  });
  await listen(server, environment);
  return async () => {
    server.close();
    server.closeAllConnections();
  };
});

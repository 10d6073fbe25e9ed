import { listen, openLog, readEnvironment, run, Sentence, safeServer } from '@backchannel/service';
import { Demo } from './index.ts';

run(async () => {
  const environment = readEnvironment();
  const log = openLog('demo', environment);
  const { ingestUrl, chatUrl, inputsUrl, ingestInsideUrl = ingestUrl, controlUrl, controlKey } = environment;
  if (!ingestUrl || !chatUrl || !inputsUrl || !ingestInsideUrl)
    throw new Sentence('INGEST_URL, CHAT_URL and INPUTS_URL must say where browsers find ingest, chat and control.');
  if (!controlUrl || !controlKey)
    throw new Sentence('CONTROL_URL and CONTROL_KEY are missing: the shop’s server gets its webhook from control.');

  const demo = new Demo({ ingestUrl, chatUrl, inputsUrl }, (error) => log.error(error));
  await demo.open({ controlUrl, controlKey, ingestUrl: ingestInsideUrl });
  const server = safeServer(environment.publicUrl, (request, response) => {
    const isHealth = request.url === '/health/live' || request.url === '/health/ready';
    return isHealth ? response.end('{"status":"ready"}') : demo.listener(request, response);
  });
  await listen(server, environment);
  return async () => {
    server.close();
    server.closeAllConnections();
  };
});

import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { untilTold } from '@backchannel/bot';
import { control } from '@backchannel/control';
import { Demo } from '@backchannel/demo';
import { listen, listenForMetrics, openBroker, openLog, readEnvironment, run, safeServer } from '@backchannel/service';
import { addressOf, botsOf, publish } from './bots.ts';
import { Everything, talking } from './everything.ts';

run(async () => {
  // For the files of its bots, which go the way of everybody. Nobody gets to see it.
  const key = randomBytes(32).toString('base64url');
  const given = readEnvironment();
  const { publicUrl, ingestUrl = publicUrl, adminKeys = [] } = given;
  const environment = { ...given, ingestUrl, adminKeys: [...adminKeys, key] };
  const { dataDir, botsDir } = environment;
  const server = safeServer(publicUrl);
  const log = openLog('standalone', environment);
  const demo = new Demo({ ingestUrl: publicUrl, chatUrl: publicUrl, inputsUrl: publicUrl }, (error) =>
    log.error(error),
  );
  const everything = new Everything(server, demo.listener);
  // Before anything of the data is touched: who has the port is the one that runs.
  await listen(server, environment);

  const stopMetrics = await listenForMetrics(environment, { name: 'standalone', meters: () => everything.meters });
  const broker = openBroker(environment, 'standalone');
  const bots = await botsOf(botsDir);
  await everything.begin([control], environment, broker);
  const url = addressOf(server);
  await publish(bots, { url, key }, log);
  if (bots.some(({ id }) => id === 'shop')) {
    // Whatever people have made of its bot since: everything else is there.
    const open = demo.open({ controlUrl: url, controlKey: key, ingestUrl: url });
    await open.catch((error: unknown) => log.warn(error, 'nobody can sign in at the demo'));
    await untilTold({ url, key }, 'shop');
  }
  await everything.begin(talking, environment, broker);
  everything.started();
  process.stdout.write(`Backchannel is at ${publicUrl} (data in ${dataDir}/, Ctrl-C stops it)\n`);
  return async () => {
    await everything.stop(broker);
    stopMetrics();
  };
});

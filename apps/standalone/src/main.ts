import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { control } from '@backchannel/control';
import { demo } from '@backchannel/demo';
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
  const everything = new Everything(server, demo({ ingestUrl: publicUrl, chatUrl: publicUrl }));
  // Before anything of the data is touched: who has the port is the one that runs.
  await listen(server, environment);

  const stopMetrics = await listenForMetrics(environment, { name: 'standalone', meters: () => everything.meters });
  const broker = openBroker(environment, 'standalone');
  const bots = await botsOf(botsDir);
  await everything.begin([control], environment, broker);
  await publish(bots, { url: addressOf(server), key }, openLog('standalone', environment));
  await everything.begin(talking, environment, broker);
  everything.started();
  process.stdout.write(`Backchannel is at ${publicUrl} (data in ${dataDir}/, Ctrl-C stops it)\n`);
  return async () => {
    await everything.stop(broker);
    stopMetrics();
  };
});

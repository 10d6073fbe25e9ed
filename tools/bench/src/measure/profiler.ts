import { renameSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';

// Preloaded into a service that is to be profiled: SIGHUP begins, another one ends and writes what was found.

const INTERVAL_US = 200;

let session: Session | undefined;

async function begin(): Promise<Session> {
  const begun = new Session();
  begun.connect();
  await begun.post('Profiler.enable');
  await begun.post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
  await begun.post('Profiler.start');
  return begun;
}

async function end(begun: Session): Promise<void> {
  const { profile } = await begun.post('Profiler.stop');
  begun.disconnect();
  const file = join(process.env['BENCH_CENSUS'] ?? '.', `${process.pid}.cpuprofile`);
  writeFileSync(`${file}.new`, JSON.stringify(profile));
  renameSync(`${file}.new`, file);
}

process.on('SIGHUP', () => {
  void (async () => {
    const begun = session;
    session = undefined;
    if (begun) await end(begun);
    else session = await begin();
  })();
});

import { once } from 'node:events';
import { readEnvironment, Sentence } from './environment.ts';
import { listen } from './listen.ts';
import { listenForMetrics } from './metrics/listen.ts';
import { Opened, openBroker } from './opened.ts';
import { type Service, serve } from './serve.ts';
import { flushTraces } from './tracing/flush.ts';

/** Runs one service as this process, until it is told to stop. */
export function main(service: Service): void {
  run(async () => {
    const environment = readEnvironment();
    const opened = new Opened(service.name, environment, openBroker(environment, service.name));
    const running = await serve(service, opened);
    const stopMetrics = await listenForMetrics(environment, { name: service.name, meters: () => [opened.meter] });
    await listen(running.server, environment);
    opened.log.info({ port: environment.port }, 'listening');
    return async () => {
      await running.close();
      await opened.broker.close();
      await opened.close();
      stopMetrics();
    };
  });
}

/** Longer than any of what a stop waits for: something hangs. */
const STOP_MS = 10_000;

/**
 * Starts, and stops on SIGTERM or SIGINT; the second one ends the process at once. Whoever still waits for others to start
 * leaves at once. What goes wrong at the start is told in one sentence.
 */
export function run(start: () => Promise<() => Promise<void>>): void {
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  Promise.race([start(), stopped.then(() => async () => {})])
    .then(async (stop) => {
      await stopped;
      for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(1));
      setTimeout(
        () => fail(new Sentence(`It has not stopped within ${STOP_MS / 1000} s, and ends now.`)),
        STOP_MS,
      ).unref();
      await stop();
      await flushTraces();
      process.exit(0);
    })
    .catch(fail);
}

/** Runs to its end, and the process with it. */
export function runOnce(work: () => Promise<void>): void {
  work().then(() => process.exit(0), fail);
}

function fail(error: unknown): void {
  const text =
    error instanceof Sentence ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

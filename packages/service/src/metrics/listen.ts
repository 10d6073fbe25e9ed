import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { AggregatorRegistry, collectDefaultMetrics, Registry } from 'prom-client';
import { type Environment, Sentence } from '../environment.ts';
import type { Meter } from './meter.ts';

/** How often the event loop is looked at. Every ten milliseconds, as prom-client would, take 1 % of a core from who has nothing to do. */
const LOOK_MS = 100;
const LAG = /^nodejs_eventloop_lag_(min|max|mean|p\d+)_seconds$/;

interface Counting {
  /** Of the process, which may have several services in it. */
  readonly name: string;
  readonly meters: () => readonly Meter[];
}

/**
 * Answers `/metrics` on a port of its own, if the environment names one: the port of a service is open to everybody, and what
 * is at no address there can't be left open by mistake.
 */
export async function listenForMetrics(
  { metricsPort, metricsHost }: Pick<Environment, 'metricsPort' | 'metricsHost'>,
  { name, meters }: Counting,
): Promise<() => void> {
  if (metricsPort === undefined) return () => {};
  const ofProcess = new Registry();
  ofProcess.setDefaultLabels({ service: name });
  collectDefaultMetrics({ register: ofProcess, eventLoopMonitoringPrecision: LOOK_MS });
  const page = async () => {
    const own = meters().map(({ registry }) => registry.getMetricsAsJSON());
    return pageOf(await Promise.all([ofProcess.getMetricsAsJSON().then(withLagAlone), ...own]));
  };
  const server = createServer((request, response) => {
    if (request.url?.split('?', 1)[0] !== '/metrics') return void response.writeHead(404).end();
    page().then(
      (text) => response.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE }).end(text),
      (error: unknown) => response.writeHead(500).end(`${String(error)}\n`),
    );
  });
  await begin(server, metricsPort, metricsHost);
  return () => {
    server.close();
    server.closeAllConnections();
  };
}

/** prom-client takes the time between two looks at the event loop for lag, and tells both together. */
function withLagAlone(metrics: Awaited<ReturnType<Registry['getMetricsAsJSON']>>) {
  const alone = (value: number) => Math.max(0, value - LOOK_MS / 1000);
  return metrics.map((metric) =>
    LAG.test(metric.name)
      ? { ...metric, values: metric.values.map((one) => ({ ...one, value: alone(one.value) })) }
      : metric,
  );
}

/** Services of one process have the same metrics, told apart by the label: nothing is summed up, and nothing left out. */
function pageOf(registries: readonly (readonly object[])[]): Promise<string> {
  const all = registries.map((metrics) => metrics.map((metric) => ({ ...metric, aggregator: 'sum' })));
  return AggregatorRegistry.aggregate(all).metrics();
}

async function begin(server: Server, port: number, host: string): Promise<void> {
  try {
    server.listen(port, host).unref();
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Sentence(
      `/metrics can't be at ${host}:${port} (${code}): METRICS_PORT and METRICS_HOST name another place.`,
      {
        cause,
      },
    );
  }
}

import type { ComposeService } from './compose.ts';

/** Which port of this machine each service listens on, and gives its metrics at (`metricsOf`). */
export type LocalPorts = ReadonlyMap<string, number>;

export const metricsOf = (name: string): string => `${name} metrics`;

/**
 * The environment of a service for a process of this machine: the names of services become 127.0.0.1, published
 * ports the ports that are used here.
 */
export function localEnvironment(
  service: ComposeService,
  services: readonly ComposeService[],
  ports: LocalPorts,
): Record<string, string> {
  const local = (value: string) =>
    value.replace(/([a-z][\w.-]*):(\d+)\b/gi, (address, host, port) => {
      if (host !== 'localhost') return ports.has(host) ? `127.0.0.1:${ports.get(host)}` : address;
      const published = services.find((other) => other.port?.published === Number(port));
      return `localhost:${(published && ports.get(published.name)) ?? port}`;
    });

  const environment = Object.entries(service.environment).map(([key, value]) => [key, local(value)]);
  const port = ports.get(service.name);
  const metrics = ports.get(metricsOf(service.name));
  return {
    ...Object.fromEntries(environment),
    ...(port !== undefined && { PORT: String(port) }),
    ...(metrics !== undefined && { METRICS_PORT: String(metrics), METRICS_HOST: '127.0.0.1' }),
  };
}

const OURS =
  /^(listeners|advertised\.listeners|listener\..*|heap\.opts|inter\.broker\..*|process\.roles|node\.id|controller\..*|log\.dirs)$/;

/** What the image of Kafka makes of its environment, without what depends on the container. */
export function kafkaSettings({ environment }: ComposeService): Record<string, string> {
  const settings = Object.entries(environment)
    .filter(([key]) => key.startsWith('KAFKA_'))
    .map(([key, value]) => [key.slice('KAFKA_'.length).toLowerCase().replaceAll('_', '.'), value] as const);
  return Object.fromEntries(settings.filter(([key]) => !OURS.test(key)));
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the first one to ask for a server starts, for everybody. */
export interface Coordinator {
  readonly url: string;
  /** Why servers that were asked for could not be had. */
  readonly missing: ReadonlySet<string>;
  close(): Promise<void>;
}

interface Started {
  readonly address: string;
  close(): Promise<void>;
}

export type Answer = { readonly address: string } | { readonly missing: string };

/** Read when first asked for: with the clients they need they take longer than many a run that asks for none. */
const STARTERS: Record<string, () => Promise<Started>> = {
  kafka: async () => {
    const { startKafka } = await import('./kafka.ts');
    const kafka = await startKafka();
    return { address: kafka.brokers.join(','), close: () => kafka.close() };
  },
  postgres: async () => {
    const { startPostgres } = await import('./postgres.ts');
    const postgres = await startPostgres();
    return { address: postgres.url, close: () => postgres.close() };
  },
  redis: async () => {
    const { startRedis } = await import('./redis.ts');
    const redis = await startRedis();
    return { address: redis.url, close: () => redis.close() };
  },
};

/** Answers `GET /kafka` (postgres, redis) with an address, starting the server at the first question. */
export async function startCoordinator(starters = STARTERS): Promise<Coordinator> {
  const started = new Map<string, Promise<Started>>();
  const missing = new Set<string>();

  const ask = async (name: string): Promise<Answer> => {
    const start = started.get(name) ?? starters[name]?.() ?? Promise.reject(new Error(`Nobody knows a ${name}.`));
    started.set(name, start);
    try {
      return { address: (await start).address };
    } catch (error) {
      const sentence = error instanceof Error ? error.message : String(error);
      missing.add(sentence);
      return { missing: sentence };
    }
  };

  const server = createServer((request, response) => {
    void ask(request.url?.slice(1) ?? '').then((answer) => response.end(JSON.stringify(answer)));
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    missing,
    async close() {
      server.closeAllConnections();
      server.close();
      const outcomes = await Promise.allSettled(started.values());
      await Promise.all(outcomes.map(async (outcome) => outcome.status === 'fulfilled' && outcome.value.close()));
    },
  };
}

import { Cluster, Redis, type RedisOptions } from 'ioredis';

/** One server, or several that share the keys by their hash tags. */
export type RedisClient = Redis | Cluster;

/** Where Redis is: `redis://host:port`, and with `?cluster` one of a cluster, which names the others. */
export function openRedis(url: string, options: RedisOptions = {}): RedisClient {
  const client = new URL(url).searchParams.has('cluster') ? openCluster(url, options) : new Redis(url, options);
  // Whoever sends a command gets the error; without a listener it would be printed as well.
  return client.on('error', () => {});
}

/** While Redis is away every command fails within seconds: what waits for it waits outside, and fills no memory. */
export function connectRedis(url: string): RedisClient {
  return openRedis(url, {
    protocol: 2,
    enableOfflineQueue: false,
    // What partitions ask in the same turn of the event loop goes in one write, and is answered in one.
    enableAutoPipelining: true,
    maxRetriesPerRequest: 1,
    commandTimeout: 3000,
    connectTimeout: 3000,
    retryStrategy: (times) => Math.min(times * 50, 1000),
  });
}

/** Those that hold keys: of one server, itself. */
export function mastersOf(redis: RedisClient): readonly Redis[] {
  return redis instanceof Cluster ? redis.nodes('master') : [redis];
}

/** What an address says of one server holds for all. */
function openCluster(url: string, { enableOfflineQueue = true, ...options }: RedisOptions): Cluster {
  const { hostname, port, username, password, protocol } = new URL(url);
  const named = username === '' ? {} : { username: decodeURIComponent(username) };
  const proven = password === '' ? {} : { password: decodeURIComponent(password) };
  const secured = protocol === 'rediss:' ? { tls: {} } : {};
  return new Cluster([{ host: hostname, port: Number(port || 6379) }], {
    enableOfflineQueue,
    // A slot whose server is away fails, as a server does that is away; the others go on.
    maxRedirections: 3,
    retryDelayOnFailover: 200,
    retryDelayOnClusterDown: 200,
    slotsRefreshTimeout: 3000,
    clusterRetryStrategy: (times) => Math.min(times * 50, 1000),
    redisOptions: { ...options, ...named, ...proven, ...secured },
  });
}

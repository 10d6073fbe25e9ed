import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { type FolderOptions, type FolderServer, startInFolder } from './folder.ts';
import { copyFromMaven } from './maven.ts';
import { findProgram } from './path.ts';
import { freePort } from './port.ts';
import { type RedisSnapshot, redisAnswers, restore, snapshot } from './redis-snapshot.ts';
import { readZipEntry } from './zip.ts';

const PACKAGED: Record<string, string> = {
  'linux-x64': 'redis-server-6.2.6-v5-linux-amd64',
  'linux-arm64': 'redis-server-6.2.7-linux-arm64',
  'darwin-x64': 'redis-server-6.2.6-v5-darwin-amd64',
  'darwin-arm64': 'redis-server-6.2.6-v5-darwin-arm64',
};
/** AOF every second, no eviction. */
export const settings = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'];

export interface RedisServer extends FolderServer {
  readonly url: string;
  /** All that the server holds, as of one moment. */
  snapshot(): Promise<RedisSnapshot>;
  /** Puts the server back to a snapshot in one step, or, while it is stopped, the data that it will start on. */
  restore(snapshot: RedisSnapshot): Promise<void>;
}

export interface RedisOptions extends FolderOptions {
  readonly port?: number | undefined;
  /** Arguments of redis-server instead of ours: AOF every second, no eviction. */
  readonly settings?: readonly string[] | undefined;
}

/** A Redis of one's own. */
export async function startRedis(options: RedisOptions = {}): Promise<RedisServer> {
  const command = await findRedis();
  const port = options.port ?? (await freePort());
  const own = options.settings ?? settings;
  const url = `redis://127.0.0.1:${port}`;

  const server = await startInFolder('Redis', options, async (folder) => ({
    command,
    args: ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...own],
    ready: () => redisAnswers(url),
  }));
  return Object.assign(server, {
    url,
    snapshot: () => snapshot(url),
    async restore(old: RedisSnapshot) {
      if (server.running()) return restore(url, old);
      const elsewhere = await startRedis({ dir: server.dir, settings: own });
      await restore(elsewhere.url, old);
      await elsewhere.stop();
    },
  });
}

export async function findRedis(): Promise<string> {
  const installed = findProgram('redis-server');
  if (installed) return installed;
  const entry = PACKAGED[`${process.platform}-${process.arch}`];
  try {
    if (!entry) throw new Error(`Redis can't run: there is no package of it for ${process.platform} ${process.arch}`);
    return join(await cached('redis-6.2', (folder) => unpack(folder, entry)), 'redis-server');
  } catch (cause) {
    const way = 'install redis-server, or set REDIS_URL after `docker compose up -d redis`';
    throw new Error(`${cause instanceof Error ? cause.message : String(cause)}; ${way}.`, { cause });
  }
}

async function unpack(folder: string, entry: string): Promise<void> {
  await copyFromMaven('Redis', folder, '-DincludeArtifactIds=embedded-redis');
  const jar = await readFile(join(folder, 'embedded-redis-1.4.3.jar'));
  await writeFile(join(folder, 'redis-server'), readZipEntry(jar, entry), { mode: 0o755 });
}

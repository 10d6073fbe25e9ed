import { existsSync } from 'node:fs';
import { mergeConfig } from 'vitest/config';
import everything from './vitest.config.ts';

/** Where Linux keeps files in memory: what is written for a test need not reach a disk. */
const memory = '/dev/shm';

/**
 * For one workspace by itself, in seconds: without servers and without what takes long, and with what its files import read
 * once for all of them. Conditions are looked at often: to look costs little where there are no servers. The rest is tested at
 * the root, with everything.
 */
export default mergeConfig(everything, {
  test: {
    isolate: false,
    pool: 'threads',
    tagsFilter: ['!long'],
    expect: { poll: { interval: 4 } },
    env: { REAL_SERVERS: 'none', ...(existsSync(memory) && { TMPDIR: memory }) },
    maxWorkers: '100%',
  },
});

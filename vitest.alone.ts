import { mergeConfig } from 'vitest/config';
import everything from './vitest.config.ts';

/**
 * For one workspace by itself, in seconds: without servers and without what takes long, and with what its files import read
 * once for all of them. The rest is tested at the root, with everything.
 */
export default mergeConfig(everything, {
  test: { isolate: false, tagsFilter: ['!long'], env: { REAL_SERVERS: 'none' } },
});

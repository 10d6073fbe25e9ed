import { mergeConfig } from 'vitest/config';
import everything from './vitest.config.ts';

/**
 * For one workspace by itself, in seconds: without servers, and with what its files import read once for all of them. What
 * needs servers is tested at the root, with all the rest.
 */
export default mergeConfig(everything, { test: { isolate: false, env: { REAL_SERVERS: 'none' } } });

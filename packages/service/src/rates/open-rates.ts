import { connectRedis } from '@backchannel/projection';
import type { Logger } from 'pino';
import type { Environment } from '../environment.ts';
import { Rates } from './rates.ts';
import { redisBuckets } from './shared-buckets.ts';

interface Asked {
  readonly name: string;
  readonly environment: Pick<Environment, 'redisUrl'>;
  readonly log: Logger;
}

/** What a service counts, together with its other instances where there is a Redis. It waits for none: it is not what a service needs. */
export function openRates({ name, environment, log }: Asked): Rates {
  const { redisUrl } = environment;
  if (redisUrl === undefined) return new Rates();
  const trouble = (error: unknown) => {
    if (error === null) log.info('rates are shared with other instances again');
    else log.warn({ err: error }, 'rates are not shared with other instances: each counts by itself');
  };
  return new Rates({ shared: redisBuckets(connectRedis(redisUrl), `rates.${name}`), trouble });
}

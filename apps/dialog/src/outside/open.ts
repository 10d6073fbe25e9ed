import type { Opened } from '@backchannel/service';
import { Credentials, readCredentials } from './credentials.ts';
import { Guard } from './guard.ts';
import { type Called, Outside } from './outside.ts';
import { redisMemo } from './redis-memo.ts';
import { sqliteMemo } from './sqlite-memo.ts';

/** The door as the environment wants it. */
export function openOutside(opened: Opened, called?: Called): Outside {
  const { apiAllow, credentialsFile } = opened.environment;
  return new Outside({
    memo: opened.store('calls', { redis: (redis, prefix) => redisMemo({ redis, prefix }), file: sqliteMemo }),
    guard: new Guard(apiAllow),
    called,
    credentials: credentialsFile === undefined ? new Credentials() : readCredentials(credentialsFile),
  });
}

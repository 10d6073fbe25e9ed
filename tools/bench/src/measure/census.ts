import { renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/*
 * Preloaded into every service (`node --import`): counts what it asks of Kafka and Redis, one addition each, and writes the
 * counts to a file when it is told to by a signal.
 */

interface Request {
  readonly apiName: string;
}

const require = createRequire(import.meta.url);
const { prototype: connection } = require('kafkajs/src/network/connection') as {
  prototype: { send: (this: unknown, request: { request: Request }) => unknown };
};
const { Redis } = require('ioredis') as {
  Redis: { prototype: { sendCommand: (this: unknown, ...args: unknown[]) => unknown } };
};

const counts: Record<string, number> = {};
const count = (name: string) => {
  counts[name] = (counts[name] ?? 0) + 1;
};

const { send } = connection;
connection.send = function counted(asked) {
  count(asked.request.apiName);
  return send.call(this, asked);
};

const { sendCommand } = Redis.prototype;
Redis.prototype.sendCommand = function counted(...args) {
  count('Redis');
  return sendCommand.apply(this, args);
};

process.on('SIGUSR2', () => {
  const file = join(process.env['BENCH_CENSUS'] ?? '.', `${process.pid}.json`);
  writeFileSync(`${file}.new`, JSON.stringify(counts));
  renameSync(`${file}.new`, file);
});

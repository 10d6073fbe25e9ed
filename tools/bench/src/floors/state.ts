import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';
import { batchedPipes, type Pass } from './batched.ts';
import { read } from './message.ts';
import type { Addresses, Pipes } from './pipes.ts';

/** What is remembered of a conversation: about a kilobyte, as of a session with a few variables. */
interface State {
  seq: number;
  last: string[];
  variables: string;
}

const REMEMBERED = 5;
const VARIABLES = 'x'.repeat(700);

/** Position and states of a partition change together, and only if the position is the one that was read. */
const STORE = `
  if (redis.call('HGET', KEYS[1], 'offset') or '0') ~= ARGV[1] then return 0 end
  redis.call('HSET', KEYS[1], 'offset', ARGV[2])
  for i = 3, #ARGV, 1000 do redis.call('HSET', KEYS[1], unpack(ARGV, i, math.min(i + 999, #ARGV))) end
  return 1`;
const SHA = createHash('sha1').update(STORE).digest('hex');

/** Batched, and session and chat keep state in Redis: one read and one compare-and-set for each batch. */
export async function statePipes(addresses: Addresses): Promise<Pipes> {
  const redis = new Redis(addresses.redisUrl, { protocol: 2 });
  await redis.script('LOAD', STORE);
  const pipes = await batchedPipes(addresses, passWithState(redis, addresses.name));
  return {
    ...pipes,
    async close() {
      await pipes.close();
      redis.disconnect();
    },
  };
}

function passWithState(redis: Redis, name: string): Pass {
  return async ({ partition, messages }, work) => {
    const key = `{${name}.${partition}}`;
    const arrived = messages.map(({ offset, value }) => ({ offset: Number(offset), message: read(value) }));
    const names = [...new Set(arrived.map(({ message }) => message.conversationId))];
    const [offset, ...stored] = await redis.hmget(key, 'offset', ...names);
    const states = new Map(names.map((name, i) => [name, stateOf(stored[i])]));

    // What was stored before, but not committed, comes again and is said again: as it was, so that it can be known.
    const passed = arrived.map(({ offset: at, message }) => {
      const state = states.get(message.conversationId) as State;
      const isNew = at >= Number(offset ?? 0);
      if (isNew) remember(state, message.text);
      return work({ ...message, seq: state.seq });
    });
    const next = (arrived.at(-1)?.offset ?? -1) + 1;
    const fields = names.flatMap((name) => [name, JSON.stringify(states.get(name))]);
    const done = await redis.evalsha(SHA, 1, key, offset ?? '0', String(next), ...fields);
    if (done !== 1) throw new Error(`somebody else has the partition ${partition}`);
    return passed;
  };
}

function stateOf(stored: string | null | undefined): State {
  return stored ? (JSON.parse(stored) as State) : { seq: 0, last: [], variables: VARIABLES };
}

function remember(state: State, text: string): void {
  state.seq += 1;
  state.last = [...state.last.slice(1 - REMEMBERED), text];
}

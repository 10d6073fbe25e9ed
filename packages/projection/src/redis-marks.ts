import { parseJson, parseRows, type Text } from './redis-replies.ts';
import { SLOT, script } from './redis-scripts.ts';
import type { Advance, Advanced, Lane, NamedMark } from './slots.ts';

type Arg = string | number;

/** Numbers beside the states, of many keys in one script. Names of keys: `redis-scripts.ts`. */
export const markScripts = {
  advance: script(`
    ${SLOT}
    local list, ahead, behind, limit = ARGV[1], 'n:' .. ARGV[2], 'n:' .. ARGV[3], tonumber(ARGV[4])
    local reply = { epoch }
    for i = 5, #ARGV, 3 do
      local key, value, from = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
      local about, rows = slot .. 'k:' .. key, slot .. 'l:' .. list .. ':' .. key
      local known = redis.call('HMGET', about, 'l:' .. list, ahead, behind)
      local dropped, former, start = tonumber(known[1] or 0), tonumber(known[2] or 0), tonumber(known[3] or 0)
      local reached = math.max(former, math.min(value, dropped + redis.call('LLEN', rows)))
      if reached > former then redis.call('HSET', about, ahead, reached) end

      local first, between = math.max(start, from, dropped), {}
      if reached > first then
        local at = first - dropped
        between = redis.call('LRANGE', rows, at, at + math.min(limit, reached - first + 1) - 1)
      end
      reply[#reply + 1] = { redis.call('HGET', slot .. 'states', key), reached, first, between }
    end
    return reply
  `),

  raiseAll: script(`
    ${SLOT}
    if epoch ~= ARGV[1] then return 0 end
    for i = 2, #ARGV, 3 do
      local about, name, value = slot .. 'k:' .. ARGV[i], 'n:' .. ARGV[i + 1], ARGV[i + 2]
      if tonumber(value) > tonumber(redis.call('HGET', about, name) or 0) then redis.call('HSET', about, name, value) end
    end
    return 1
  `),
};

export type AdvanceReply = readonly [epoch: string, ...advanced: [Text, number, number, string[]][]];

export function advanceArgs({ list, ahead, behind, limit }: Lane, keys: readonly Advance[]): Arg[] {
  return [list, ahead, behind, limit, ...keys.flatMap(({ key, value, from }) => [key, value, from])];
}

export function parseAdvanced([epoch, ...advanced]: AdvanceReply): {
  epoch: string;
  advanced: readonly Advanced[];
} {
  return {
    epoch,
    advanced: advanced.map(([state, reached, first, rows]) => ({
      state: parseJson(state),
      reached,
      first,
      rows: parseRows(rows),
    })),
  };
}

export const markArgs = (marks: readonly NamedMark[]): Arg[] =>
  marks.flatMap(({ key, name, value }) => [key, name, value]);

import { createHash } from 'node:crypto';
import type { RedisClient } from './redis-client.ts';

/*
 * The keys of a slot, all with one hash tag:
 *
 *   {prefix.0}:head                  hash  offset, writer, epoch, events, retell
 *   {prefix.0}:<epoch>:states        hash  key: state
 *   {prefix.0}:<epoch>:due           zset  <name>:<key> of deadlines, by time
 *   {prefix.0}:<epoch>:k:<key>       hash  what else there is of a key. l:<list>: how many rows were dropped;
 *                                          m:<map>: how many were put with `keep`; d:<name>: a deadline's id;
 *                                          n:<name>: a raised number; c:<name>: "<number>:<owner>"
 *   {prefix.0}:<epoch>:l:<list>:<key>  list  rows
 *   {prefix.0}:<epoch>:m:<map>:<key>   hash  id: "<number among those put with keep, or nothing>:<value>"
 *   {prefix.0}:<epoch>:o:<map>:<key>   zset  ids by that number
 *   {prefix.0}:<epoch>:u:<map>:<key>   zset  ids by `until`
 *
 * Every name but the head's begins with the epoch, so a slot is emptied by a head with a new one. Values are opaque
 * to the scripts. Redis 6.2 is enough. A script that stops half-way is not undone: each looks before it writes.
 */
export const SLOT = `
  local head = redis.call('HMGET', KEYS[1], 'offset', 'writer', 'epoch')
  local offset, writer, epoch = head[1] or '-1', head[2] or '', head[3] or ''
  local base = string.sub(KEYS[1], 1, -5)
  local slot = base .. epoch .. ':'
`;

/** What was applied is recognised when it is sent again, because its answer was lost. */
const COMPARE = `
  local function is(i) return offset == ARGV[i] and writer == ARGV[i + 1] and epoch == ARGV[i + 2] end
  if is(4) then return 1 end
  if not is(1) then return 0 end
`;
const PUT_HEAD = `
  redis.call('HSET', KEYS[1], 'offset', ARGV[4], 'writer', ARGV[5], 'epoch', ARGV[6], 'events', ARGV[7], 'retell', ARGV[8])
`;

const HEAD = `redis.call('HMGET', KEYS[1], 'offset', 'writer', 'epoch', 'events', 'retell')`;

export const scripts = {
  head: script(`return ${HEAD}`),

  read: script(`
    ${SLOT}
    local i = 0
    local function arg() i = i + 1 return ARGV[i] end
    local reply = { ${HEAD} }
    while i < #ARGV do
      local key = arg()
      local found = { redis.call('HGET', slot .. 'states', key) }
      for _ = 1, tonumber(arg()) do
        local map, id = arg(), arg()
        local value = redis.call('HGET', slot .. 'm:' .. map .. ':' .. key, id)
        found[#found + 1] = value
        found[#found + 1] = value and redis.call('HGET', slot .. 'k:' .. key, 'm:' .. map)
      end
      for _ = 1, tonumber(arg()) do
        local list, limit = arg(), tonumber(arg())
        found[#found + 1] = redis.call('LRANGE', slot .. 'l:' .. list .. ':' .. key, 0, limit - 1)
      end
      reply[#reply + 1] = found
    end
    return reply
  `),

  write: script(`
    ${SLOT}
    ${COMPARE}
    local i = 8
    local function arg() i = i + 1 return ARGV[i] end

    for _ = 1, tonumber(arg()) do
      local key, map, id = arg(), arg(), arg()
      if redis.call('HEXISTS', slot .. 'm:' .. map .. ':' .. key, id) == 1 then return 0 end
    end
    ${PUT_HEAD}

    local function go(key, map, ids)
      if #ids == 0 then return end
      redis.call('HDEL', slot .. 'm:' .. map .. ':' .. key, unpack(ids))
      redis.call('ZREM', slot .. 'o:' .. map .. ':' .. key, unpack(ids))
      redis.call('ZREM', slot .. 'u:' .. map .. ':' .. key, unpack(ids))
    end

    -- As many at once as Lua can unpack.
    for _ = 1, tonumber(arg()) do
      local last = i + tonumber(arg())
      redis.call('HSET', slot .. 'states', unpack(ARGV, i + 1, last))
      i = last
    end
    for _ = 1, tonumber(arg()) do redis.call('HDEL', slot .. 'states', arg()) end

    local change = {}

    function change.push(key, about)
      local list, count = arg(), tonumber(arg())
      local length = redis.call('RPUSH', slot .. 'l:' .. list .. ':' .. key, unpack(ARGV, i + 1, i + count))
      i = i + count
      if length == count then redis.call('HSETNX', about, 'l:' .. list, 0) end
    end

    function change.drop(key, about)
      local list, count = arg(), tonumber(arg())
      local rows = slot .. 'l:' .. list .. ':' .. key
      count = math.min(count, redis.call('LLEN', rows))
      if count == 0 then return end
      redis.call('LTRIM', rows, count, -1)
      redis.call('HINCRBY', about, 'l:' .. list, count)
    end

    function change.put(key, about)
      local map, id, value, keep, till, passed = arg(), arg(), arg(), tonumber(arg()), tonumber(arg()), arg()
      local of = ':' .. map .. ':' .. key
      local n = ''
      if keep then n = redis.call('HINCRBY', about, 'm:' .. map, 1)
      else redis.call('HSETNX', about, 'm:' .. map, 0) end

      local new = redis.call('HSET', slot .. 'm' .. of, id, n .. ':' .. value)
      if keep then redis.call('ZADD', slot .. 'o' .. of, n, id)
      elseif new == 0 then redis.call('ZREM', slot .. 'o' .. of, id) end
      if till then redis.call('ZADD', slot .. 'u' .. of, till, id)
      elseif new == 0 then redis.call('ZREM', slot .. 'u' .. of, id) end

      if keep and n > keep then go(key, map, redis.call('ZRANGEBYSCORE', slot .. 'o' .. of, '-inf', n - keep, 'LIMIT', 0, 1000)) end
      if passed ~= '' then
        go(key, map, redis.call('ZRANGEBYSCORE', slot .. 'u' .. of, '-inf', '(' .. passed, 'LIMIT', 0, 1000))
      end
    end

    function change.deadline(key, about)
      local name, at, id = arg(), arg(), arg()
      redis.call('ZADD', slot .. 'due', at, name .. ':' .. key)
      redis.call('HSET', about, 'd:' .. name, id)
    end

    function change.noDeadline(key, about)
      local name = arg()
      redis.call('ZREM', slot .. 'due', name .. ':' .. key)
      redis.call('HDEL', about, 'd:' .. name)
    end

    function change.forget(key, about)
      for _, field in ipairs(redis.call('HKEYS', about)) do
        local kind, name = string.sub(field, 1, 1), string.sub(field, 3)
        local of = ':' .. name .. ':' .. key
        if kind == 'l' then redis.call('UNLINK', slot .. 'l' .. of) end
        if kind == 'm' then redis.call('UNLINK', slot .. 'm' .. of, slot .. 'o' .. of, slot .. 'u' .. of) end
        if kind == 'd' then redis.call('ZREM', slot .. 'due', name .. ':' .. key) end
      end
      redis.call('UNLINK', about)
    end

    while i < #ARGV do
      local what, key = arg(), arg()
      change[what](key, slot .. 'k:' .. key)
    end
    return 1
  `),

  empty: script(`${SLOT} ${COMPARE} ${PUT_HEAD} return 1`),

  /** Deletes those of the given keys that are of another epoch than the slot is in. */
  sweep: script(`
    ${SLOT}
    local gone = 0
    for _, key in ipairs(ARGV) do
      if key ~= KEYS[1] and string.sub(key, 1, #slot) ~= slot then gone = gone + redis.call('UNLINK', key) end
    end
    return gone
  `),

  due: script(`
    ${SLOT}
    local due = redis.call('ZRANGEBYSCORE', slot .. 'due', '-inf', ARGV[1], 'WITHSCORES', 'LIMIT', 0, ARGV[2])
    local ids = {}
    for i = 1, #due, 2 do
      local colon = string.find(due[i], ':', 1, true)
      local name, key = string.sub(due[i], 1, colon - 1), string.sub(due[i], colon + 1)
      ids[#ids + 1] = redis.call('HGET', slot .. 'k:' .. key, 'd:' .. name)
    end
    return { ${HEAD}, due, ids }
  `),

  state: script(`${SLOT} return redis.call('HGET', slot .. 'states', ARGV[1])`),

  range: script(`
    ${SLOT}
    local key, list, from, limit = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
    local dropped = tonumber(redis.call('HGET', slot .. 'k:' .. key, 'l:' .. list) or 0)
    local first = math.max(from, dropped)
    local at = first - dropped
    return { epoch, first, redis.call('LRANGE', slot .. 'l:' .. list .. ':' .. key, at, at + limit - 1) }
  `),

  raise: script(`
    ${SLOT}
    local about, name, value = slot .. 'k:' .. ARGV[1], 'n:' .. ARGV[2], ARGV[3]
    local former = redis.call('HGET', about, name) or '0'
    if tonumber(value) > tonumber(former) then redis.call('HSET', about, name, value) end
    return former
  `),

  claim: script(`
    ${SLOT}
    local about, name, number, owner = slot .. 'k:' .. ARGV[1], 'c:' .. ARGV[2], tonumber(ARGV[3]), ARGV[4]
    local held = redis.call('HGET', about, name)
    local colon = held and string.find(held, ':', 1, true)
    local highest = held and tonumber(string.sub(held, 1, colon - 1))
    if held and number < highest then return false end
    if held and number == highest then return string.sub(held, colon + 1) end
    redis.call('HSET', about, name, ARGV[3] .. ':' .. owner)
    return owner
  `),
};

export interface Script {
  readonly sha: string;
  readonly lua: string;
}

export function script(lua: string): Script {
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
}

/** A Redis that does not know the script, because it was restarted, is told. */
export async function run(redis: RedisClient, { sha, lua }: Script, [key, ...args]: [string, ...(string | number)[]]) {
  try {
    return await redis.evalsha(sha, 1, key, ...args);
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return redis.eval(lua, 1, key, ...args);
  }
}

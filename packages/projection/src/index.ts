export { sameMark } from './head.ts';
export { createProjection, type ProjectionOptions, type ProjectionWatch } from './log-projection.ts';
export * from './projection.ts';
export { connectRedis, openRedis, type RedisClient } from './redis-client.ts';
export { type RedisSlotsOptions, redisSlots } from './redis-slots.ts';
export type { Ask, Entry, Found, Head, KeyChange, Mark, Range, Slots, Step } from './slots.ts';
export { sqliteSlots } from './sqlite-slots.ts';

export { createTopics, type TopicSpec } from './admin.ts';
export { type KafkaOptions, type KafkaServer, startKafka } from './kafka.ts';
export { freePort } from './port.ts';
export { realKafka, realRedis } from './real.ts';
export { type RedisOptions, type RedisServer, startRedis } from './redis.ts';
export type { RedisSnapshot } from './redis-snapshot.ts';

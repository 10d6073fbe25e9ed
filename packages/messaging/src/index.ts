export * from './broker.ts';
export { UNHURRIED_MS } from './gap.ts';
export { KafkaBroker, type KafkaBrokerOptions } from './kafka-broker.ts';
export { On, OnAssigned, OnEach, OnTick } from './on.ts';
export { partitionOf } from './partition-of.ts';
export { type Spans, spansOf } from './runner/traced.ts';
export { Pace } from './sqlite/pace.ts';
export { SqliteBroker, type SqliteBrokerOptions } from './sqlite-broker.ts';
export {
  activeTraceparent,
  during,
  idsOf,
  isRecorded,
  isTracing,
  spanAtDoor,
  spanIn,
  traceparentOf,
} from './tracing.ts';
export { BrokerTransport } from './transport.ts';
export { parked, Unprocessable } from './unprocessable.ts';
export { isTombstone, read, saidOf, write } from './wire.ts';

import type { Topic } from '@backchannel/contracts';
import { Catch, UseFilters } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { throwError } from 'rxjs';
import type { BatchReader, Consumer, RecordReader } from './broker.ts';

/** When a method of a controller is called for a topic. */
export type Moment = 'batch' | 'record' | 'assigned' | 'tick';

/** What a decorator leaves for the transport to find. */
export interface Heard extends Pick<Consumer, 'gapMs'> {
  readonly topic: Topic;
  readonly moment: Moment;
}

/** The method gets what has come to a partition, in order, and returns the events to say. */
export const On = (topic: Topic, how: Pick<Consumer, 'gapMs'> = {}): For<BatchReader['handle']> =>
  heard(topic, 'batch', how);
/** The method gets single records beside each other, in order only within a key, and returns the events to say. */
export const OnEach = (topic: Topic): For<RecordReader['handle']> => heard(topic, 'record');
/** The method is told of a partition and answers the offset to begin at. */
export const OnAssigned = (topic: Topic): For<NonNullable<Consumer['assigned']>> => heard(topic, 'assigned');
/** The method comes about every second, never beside a batch of the partition, and returns the events to say. */
export const OnTick = (topic: Topic): For<NonNullable<Consumer['tick']>> => heard(topic, 'tick');

/** Decorates methods that fit. Their types are rebuilt because TypeScript compares the parameters of methods both ways. */
type For<Handler> = <Method>(
  target: object,
  name: string | symbol,
  descriptor: TypedPropertyDescriptor<Method> & (Rebuilt<Method> extends Rebuilt<Handler> ? unknown : never),
) => void;
type Rebuilt<Method> = Method extends (...all: infer All) => infer Result ? (...all: All) => Result : never;

function heard(topic: Topic, moment: Moment, how: Pick<Consumer, 'gapMs'> = {}) {
  const extras: Heard = { topic, moment, ...how };
  return (target: object, name: string | symbol, descriptor: PropertyDescriptor): void => {
    EventPattern(`${moment} ${topic.name}`, undefined, extras)(target, name, descriptor);
    UseFilters(keepsErrors)(target, name, descriptor);
    Payload()(target, name, 0);
    Ctx()(target, name, 1);
  };
}

/** Nest makes "Internal server error" of every error: then nobody could tell "again" from "never". */
class KeepsErrors {
  catch(error: unknown) {
    return throwError(() => error);
  }
}
Catch()(KeepsErrors);
const keepsErrors = new KeepsErrors();

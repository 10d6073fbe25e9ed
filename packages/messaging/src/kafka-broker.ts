export interface KafkaBrokerOptions {
  readonly brokers: readonly string[];
}
export class KafkaBroker {
  constructor(_: KafkaBrokerOptions) {
    throw new Error('not yet');
  }
}

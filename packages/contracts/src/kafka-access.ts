import { z } from 'zod';
import { list } from './variables.ts';

/** Where Kafka is, and how one comes in. */
export interface KafkaAccess {
  /** As `host:port`. */
  readonly brokers: readonly string[];
  /** By TLS. Whom Node trusts may have signed for the brokers: `NODE_EXTRA_CA_CERTS` names more. */
  readonly ssl?: boolean;
  /** As whom, where that is asked. */
  readonly sasl?: KafkaLogin | undefined;
}
export type KafkaLogin = Login<(typeof mechanisms)[number]>;

type Login<Mechanism> = Mechanism extends string
  ? { readonly mechanism: Mechanism; readonly username: string; readonly password: string }
  : never;

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** What the environment of a process says of Kafka: of a service, and of the topic tool (`docs/operating.md`). */
export const KafkaEnvironment = z
  .object({
    KAFKA_BROKERS: list.pipe(z.array(z.string()).min(1, 'names no broker')).optional(),
    KAFKA_TLS: z.enum(['true', 'false']).default('false'),
    KAFKA_SASL: z.enum(mechanisms).default('scram-sha-512'),
    KAFKA_USERNAME: z.string().optional(),
    KAFKA_PASSWORD: z.string().optional(),
  })
  .refine((env) => (env.KAFKA_USERNAME === undefined) === (env.KAFKA_PASSWORD === undefined), {
    path: ['KAFKA_PASSWORD'],
    error: 'KAFKA_USERNAME and KAFKA_PASSWORD come together',
  })
  .transform(({ KAFKA_BROKERS, ...env }): { readonly kafka: KafkaAccess | undefined } => {
    const { KAFKA_TLS, KAFKA_SASL: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = env;
    const sasl = username !== undefined && password !== undefined ? { mechanism, username, password } : undefined;
    return { kafka: KAFKA_BROKERS && { brokers: KAFKA_BROKERS, ssl: KAFKA_TLS === 'true', sasl } };
  });

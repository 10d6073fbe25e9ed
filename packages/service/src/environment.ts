import { AddressRange, limits } from '@backchannel/contracts';
import { KafkaEnvironment } from '@backchannel/contracts/kafka-access';
import { list, readVariables } from '@backchannel/contracts/variables';
import { z } from 'zod';

const secrets = list.pipe(z.array(z.string().min(32, 'each needs at least 32 characters')).min(1));

const address = z.url().transform((url) => url.replace(/\/$/, ''));

const port = z.stringFormat('port', (text) => /^\d{1,5}$/.test(text) && Number(text) > 0 && Number(text) < 65_536, {
  error: 'must be a whole number from 1 to 65535',
});

const count = z.stringFormat('count', /^\d{1,9}$/, { error: 'must be a whole number, 0 for no bound' });

/** As Kafka has it. */
const instance = z.stringFormat('instance', /^[\w.-]{1,249}$/, {
  error: 'must be letters, digits, dots, hyphens and underscores, 249 at most',
});

const Environment = z
  .object({
    PORT: port.default('3000').transform(Number),
    HOST: z.string().default('0.0.0.0'),
    /** How others reach this process; builds the addresses it gives out. */
    PUBLIC_URL: address.optional(),
    /** Among the processes of its service: who starts again under its name goes on at once where it was. */
    INSTANCE: instance.optional(),
    REDIS_URL: z.url().optional(),
    DATABASE_URL: z.url().optional(),
    DATA_DIR: z.string().default('data'),
    /** Where standalone finds the files of its bots. */
    BOTS_DIR: z.string().default('bots'),
    /** The first signs chat tokens, all of them verify. */
    TOKEN_SECRETS: secrets.optional(),
    /** The first signs return links, all of them verify. */
    LINK_SECRETS: secrets.optional(),
    /** The first seals the sensitive values of environments, all of them open. */
    SEAL_KEYS: secrets.optional(),
    /** Who holds one may do everything at control. */
    ADMIN_KEYS: secrets.optional(),
    /** Who may say where a request came from (`X-Forwarded-For`): addresses and ranges of proxies of ours. */
    TRUSTED_PROXIES: list.pipe(z.array(AddressRange)).optional(),
    /** Where ingest and chat are for whoever is outside. */
    INGEST_URL: address.optional(),
    CHAT_URL: address.optional(),
    /** Where whoever has posted asks what became of it: control, for whoever is outside. */
    INPUTS_URL: address.optional(),
    /** Where ingest is for a server beside it that posts, if it is not at INGEST_URL for that. */
    INGEST_INSIDE_URL: address.optional(),
    /** Where control is, and a key for it, for who publishes bots through it. */
    CONTROL_URL: address.optional(),
    CONTROL_KEY: z.string().optional(),
    /** What bots may call beside the public internet: names, addresses, ranges. */
    API_ALLOW: list.optional(),
    /** The credentials of bots for the APIs they call: a JSON file, `{ botId: { name: credential } }`. */
    CREDENTIALS_FILE: z.string().optional(),
    /** Where `/metrics` is: without a port it is nowhere, and nothing is counted. Not the service's own, which is public. */
    METRICS_PORT: port.transform(Number).optional(),
    METRICS_HOST: z.string().default('127.0.0.1'),
    /** Requests a second from one address, and its open sockets; 0: no bound, for who has a gateway that has one. */
    RATE_PER_ADDRESS: count.default(String(limits.rates.address)).transform(Number),
    SOCKETS_PER_ADDRESS: count.default(String(limits.socketsPerAddress)).transform(Number),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  })
  .transform((env) => ({
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
    instance: env.INSTANCE,
    redisUrl: env.REDIS_URL,
    databaseUrl: env.DATABASE_URL,
    dataDir: env.DATA_DIR,
    botsDir: env.BOTS_DIR,
    tokenSecrets: env.TOKEN_SECRETS,
    linkSecrets: env.LINK_SECRETS,
    sealKeys: env.SEAL_KEYS,
    adminKeys: env.ADMIN_KEYS,
    trustedProxies: env.TRUSTED_PROXIES,
    ingestUrl: env.INGEST_URL,
    chatUrl: env.CHAT_URL,
    inputsUrl: env.INPUTS_URL,
    ingestInsideUrl: env.INGEST_INSIDE_URL,
    controlUrl: env.CONTROL_URL,
    controlKey: env.CONTROL_KEY,
    apiAllow: env.API_ALLOW,
    credentialsFile: env.CREDENTIALS_FILE,
    metricsPort: env.METRICS_PORT,
    metricsHost: env.METRICS_HOST,
    ratePerAddress: env.RATE_PER_ADDRESS,
    socketsPerAddress: env.SOCKETS_PER_ADDRESS,
    logLevel: env.LOG_LEVEL,
  }))
  .and(KafkaEnvironment);

/** How a process is to run. */
export type Environment = z.output<typeof Environment>;

/** Reads the settings of the process, once, at its start. An empty one is as good as none; a wrong one is named with its rule. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const read = readVariables(Environment, variables);
  if ('wrong' in read) throw new Sentence(`The environment is not right: ${read.wrong.join('; ')}.`);
  return read.settings;
}

/** An error whose message is all that its reader needs: printed without a stack. */
export class Sentence extends Error {}

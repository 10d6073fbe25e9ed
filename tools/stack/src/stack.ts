import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type ComposeService, readCompose } from './compose.ts';
import { addressOf, type Bases, startImage } from './image.ts';
import type { Image } from './images/image.ts';
import { type LocalPorts, metricsOf } from './local.ts';
import { root } from './path.ts';
import { freePort, isFree } from './port.ts';
import { type Place, refuseUnbuilt, runToItsEnd, type StackService, startService } from './service.ts';

/** Of the bases it has those that docker-compose.yml has. */
export interface Stack extends Bases {
  /** Of the bases, by their names in docker-compose.yml: kafka, redis. */
  readonly addresses: ReadonlyMap<string, string>;
  /** By their names in docker-compose.yml: ingest, session, dialog, chat, demo. */
  readonly services: ReadonlyMap<string, StackService>;
  service(name: string): StackService;
  /** One more process of a service, on a port of its own. */
  startAnother(name: string): Promise<StackService>;
  /** The services first, then what they stand on. */
  stop(): Promise<void>;
}

export interface StackOptions {
  /** The description; docker-compose.yml of the repository without it. */
  readonly file?: string;
  /** Where data and logs go. */
  readonly dir: string;
  /** Those that docker-compose.yml publishes, or any that are free. */
  readonly ports: 'published' | 'free';
  /** What the targets of the Dockerfile are; without them services run from the repository. */
  readonly images?: ReadonlyMap<string, Image>;
  /** Of the variables in docker-compose.yml. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Told when a process ends that nobody has stopped. */
  readonly onDeath?: (sentence: string) => void;
  /** Told what goes on. */
  readonly onProgress?: (sentence: string) => void;
}

/** Runs what docker-compose.yml describes as processes of this machine; resolves when all of it is ready. */
export async function runStack(options: StackOptions): Promise<Stack> {
  const { file = join(root, 'docker-compose.yml'), variables = process.env, images, onDeath, onProgress } = options;
  const all = readCompose(await readFile(file, 'utf8'), variables);
  const ports = await choosePorts(all, options.ports);
  const place: Place = { all, ports, dir: resolve(options.dir), images, onDeath };
  const [base, rest] = [all.filter(({ image }) => image), all.filter(({ image }) => !image)];
  if (!images) rest.forEach(refuseUnbuilt);

  const services = new Map<string, StackService>();
  const extra: StackService[] = [];
  const bases: Partial<Bases> = {};
  const addresses = new Map<string, string>();

  const startBase = async (service: ComposeService) => {
    const base = await startImage(service, place);
    Object.assign(bases, base);
    addresses.set(service.name, addressOf(base));
  };
  const startOne = async (service: ComposeService) => {
    const { name, image, oneShot } = service;
    if (image) await startBase(service);
    else if (oneShot) await runToItsEnd(service, place);
    else services.set(name, await startService(service, place));
    onProgress?.(oneShot ? `${name} is done` : `${name} is ready`);
  };
  const stop = async () => {
    await Promise.all([...services.values(), ...extra].map((service) => service.stop()));
    await Promise.all(Object.values(bases).map((base) => base.stop()));
  };

  try {
    await inOrder([...base, ...rest], startOne);
  } catch (error) {
    await stop();
    throw error;
  }
  const service = (name: string) => {
    const found = services.get(name);
    if (!found) throw new Error(`docker-compose.yml has no service ${name}`);
    return found;
  };
  return {
    ...(bases as Bases),
    addresses,
    services,
    service,
    async startAnother(name) {
      const ports = new Map(place.ports).set(service(name).name, await freePort());
      if (ports.has(metricsOf(name))) ports.set(metricsOf(name), await freePort());
      const compose = all.find((candidate) => candidate.name === name) as ComposeService;
      const { INSTANCE: first } = compose.environment;
      const environment = { ...compose.environment, ...(first && { INSTANCE: `${first}-${extra.length + 2}` }) };
      const another = await startService({ ...compose, environment }, { ...place, ports });
      extra.push(another);
      return another;
    },
    stop,
  };
}

/** Starts each as soon as those that it depends on are started; on a failure waits for those that are under way. */
async function inOrder(services: readonly ComposeService[], start: (service: ComposeService) => Promise<void>) {
  const started = new Map<string, Promise<void>>();
  const startAfter = (name: string): Promise<void> => {
    const service = services.find((candidate) => candidate.name === name);
    if (!service) throw new Error(`docker-compose.yml depends on a service ${name} that it does not have`);
    const promise = started.get(name) ?? Promise.all(service.dependsOn.map(startAfter)).then(() => start(service));
    started.set(name, promise);
    return promise;
  };
  const outcomes = await Promise.allSettled(services.map(({ name }) => startAfter(name)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function choosePorts(services: readonly ComposeService[], which: StackOptions['ports']): Promise<LocalPorts> {
  const ports = new Map<string, number>();
  const choose = async (name: string, port: number) => {
    if (which === 'published' && !(await isFree(port))) {
      throw new Error(`Port ${port} is in use, and ${name} needs it: stop what listens there.`);
    }
    ports.set(name, which === 'published' ? port : await freePort());
  };
  for (const { name, port, environment } of services) {
    if (port) await choose(name, port.published);
    if (environment['METRICS_PORT']) await choose(metricsOf(name), Number(environment['METRICS_PORT']));
  }
  return ports;
}

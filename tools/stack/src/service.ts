import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lastWords, type Program, startChild } from './child.ts';
import type { ComposeService } from './compose.ts';
import { contained } from './images/container.ts';
import type { Image } from './images/image.ts';
import { type LocalPorts, localEnvironment, metricsOf } from './local.ts';
import { root } from './path.ts';
import { type Server, startServer } from './server.ts';

/** Where the services of docker-compose.yml run here. */
export interface Place {
  readonly all: readonly ComposeService[];
  readonly ports: LocalPorts;
  readonly dir: string;
  /** By the targets of the Dockerfile; without them services run from the repository. */
  readonly images?: ReadonlyMap<string, Image> | undefined;
  readonly onDeath?: ((sentence: string) => void) | undefined;
}

export interface StackService extends Server {
  readonly name: string;
  readonly url: string;
  /** Where it tells what it counts, if docker-compose.yml gives it a port for that. */
  readonly metricsUrl?: string | undefined;
}

// A container would not inherit the rest either.
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'NODE_OPTIONS'];

export async function startService(service: ComposeService, place: Place): Promise<StackService> {
  const port = place.ports.get(service.name);
  const program = programOf(service, place);
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
  const server = await startServer({ program, ready, onDeath: place.onDeath });
  const metrics = place.ports.get(metricsOf(service.name));
  const metricsUrl = metrics === undefined ? undefined : `http://127.0.0.1:${metrics}/metrics`;
  return Object.assign(server, { name: service.name, url: `http://localhost:${port}`, metricsUrl });
}

export async function runToItsEnd(service: ComposeService, place: Place): Promise<void> {
  const child = startChild(programOf(service, place));
  const how = await child.ended;
  if (how !== 'exit code 0') throw new Error(`${service.name} failed (${how}):\n${lastWords(child)}`);
}

export function refuseUnbuilt(service: ComposeService): void {
  const file = commandOf(service).find((word) => /\.[jt]s$/.test(word));
  if (!file || existsSync(join(root, file))) return;
  const way = file.includes('/dist/') ? ': run `npm run build` first.' : ', and docker-compose.yml wants to run it.';
  throw new Error(`${file} is missing${way}`);
}

function commandOf({ name, target, command }: ComposeService): readonly string[] {
  if (command) return command;
  // As the Dockerfile has it.
  if (target) return ['node', '--import', `./apps/${target}/dist/telemetry.js`, `apps/${target}/dist/main.js`];
  throw new Error(`docker-compose.yml does not say what ${name} runs`);
}

function programOf(service: ComposeService, { all, ports, dir, images }: Place): Program {
  const log = join(dir, 'log', `${service.name}.log`);
  const image = images?.get(service.target ?? '');
  if (image) {
    const { env, ...program } = contained(image, service.command ?? []);
    return { name: service.name, ...program, env: { ...env, ...localEnvironment(service, all, ports) }, log };
  }
  const [command = '', ...args] = commandOf(service);
  const inherited = Object.fromEntries(INHERITED.map((name) => [name, process.env[name]]));
  return {
    name: service.name,
    command: command === 'node' ? process.execPath : command,
    args,
    cwd: root,
    env: { ...inherited, ...localEnvironment(service, all, ports) },
    log,
  };
}

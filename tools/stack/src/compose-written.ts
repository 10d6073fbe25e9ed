import type { ComposeService } from './compose.ts';

/** A service as docker-compose.yml writes it. */
export interface ComposeWritten {
  image?: string;
  build?: { target: string };
  command?: readonly string[];
  environment: Readonly<Record<string, string>>;
  ports?: readonly string[];
  depends_on: Record<string, { condition: string }>;
}

/**
 * A service, in the words in which `runStack` reads it again: for whoever runs a part of docker-compose.yml, or another one
 * made of it. Its variables have been filled in: what is left of dollars means dollars.
 */
export function writtenOf(service: ComposeService, all: readonly ComposeService[]): ComposeWritten {
  const { image, target, command, environment, port, dependsOn } = service;
  const plain = (text: string) => text.replaceAll('$', '$$$$');
  return {
    ...(image && { image }),
    ...(target && { build: { target } }),
    ...(command && { command: command.map(plain) }),
    environment: Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, plain(value)])),
    ...(port && { ports: [`${port.published}:${port.inside}`] }),
    depends_on: Object.fromEntries(dependsOn.map((name) => [name, { condition: conditionOf(name, all) }])),
  };
}

/** By its name in docker-compose.yml. */
export function serviceOf(all: readonly ComposeService[], name: string): ComposeService {
  const service = all.find((candidate) => candidate.name === name);
  if (!service) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

function conditionOf(name: string, all: readonly ComposeService[]): string {
  return serviceOf(all, name).oneShot ? 'service_completed_successfully' : 'service_healthy';
}

import { parse } from 'yaml';

/** What we need of a service in docker-compose.yml. */
export interface ComposeService {
  readonly name: string;
  readonly image?: string | undefined;
  /** Of the Dockerfile: the service's folder under apps/, unless there is a command. */
  readonly target?: string | undefined;
  readonly command?: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly port?: { readonly published: number; readonly inside: number } | undefined;
  readonly dependsOn: readonly string[];
  /** Somebody waits for its end, not for its being there. */
  readonly oneShot: boolean;
}

interface Yaml {
  services: Record<string, YamlService>;
}

interface YamlService {
  image?: string;
  build?: { target?: string };
  command?: string | string[];
  environment?: Record<string, string | number> | string[];
  ports?: string[];
  profiles?: string[];
  depends_on?: string[] | Record<string, { condition: string }>;
}

/** The services that start without a profile. */
export function readCompose(text: string, variables: Readonly<Record<string, string | undefined>>): ComposeService[] {
  const { services: all } = parse(text, { merge: true }) as Yaml;
  const services = Object.fromEntries(Object.entries(all).filter(([, { profiles }]) => !profiles));
  const fill = (value: string) => substitute(value, variables);
  const awaited = new Set(Object.values(services).flatMap((service) => awaitedEnds(service)));

  return Object.entries(services).map(([name, service]) => ({
    name,
    image: service.image && fill(service.image),
    target: service.build?.target,
    command: words(service.command)?.map(fill),
    environment: Object.fromEntries(pairs(service.environment).map(([key, value]) => [key, fill(value)])),
    port: portOf(service.ports?.[0] && fill(service.ports[0])),
    dependsOn: Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {}),
    oneShot: awaited.has(name),
  }));
}

function awaitedEnds({ depends_on: dependsOn = {} }: YamlService): string[] {
  if (Array.isArray(dependsOn)) return [];
  const ends = Object.entries(dependsOn).filter(([, { condition }]) => condition === 'service_completed_successfully');
  return ends.map(([name]) => name);
}

/** `$VAR`, `${VAR}`, `${VAR:-default}`, and `$$` for a dollar. */
export function substitute(value: string, variables: Readonly<Record<string, string | undefined>>): string {
  return value.replace(/\$\$|\$(\w+)|\$\{([^}]*)\}/g, (whole, bare?: string, braced?: string) => {
    if (whole === '$$') return '$';
    const [name = '', fallback = ''] = (bare ?? braced ?? '').split(/:?-(.*)/s);
    return variables[name] || fallback;
  });
}

function words(command: string | string[] | undefined): string[] | undefined {
  return typeof command === 'string' ? command.split(/\s+/) : command;
}

function pairs(environment: YamlService['environment'] = {}): [string, string][] {
  if (!Array.isArray(environment)) return Object.entries(environment).map(([key, value]) => [key, String(value)]);
  return environment.map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)];
  });
}

function portOf(line: string | undefined): ComposeService['port'] {
  const [, published, inside] = /(\d+):(\d+)$/.exec(line ?? '') ?? [];
  return published ? { published: Number(published), inside: Number(inside) } : undefined;
}

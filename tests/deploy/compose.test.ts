import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { misfits, root } from './schema.ts';

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
}
interface Service {
  image?: string;
  build?: { target: string };
  profiles?: string[];
  ports?: string[];
  volumes?: string[];
  environment?: Record<string, string>;
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  restart?: string;
  logging?: { options: Record<string, string> };
  deploy?: { resources: { limits: { cpus: string; memory: string; pids: number } } };
}

const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const fits = misfits('raw.githubusercontent.com/compose-spec/compose-spec/master/schema/compose-spec.json');

test('it is what the compose specification says', () => {
  expect(fits(compose)).toEqual([]);
  expect(fits({ ...compose, services: { a: { imagge: 'x' } } })).not.toEqual([]);
});

test('everything is bounded, may gain no rights, and keeps its log short', () => {
  for (const [name, { deploy, cap_drop: dropped, security_opt: options, logging }] of services) {
    const { cpus, memory, pids } = deploy?.resources.limits ?? {};
    expect([name, Number(cpus) > 0, /^\d+[MG]$/.test(memory ?? ''), (pids ?? 0) > 0]).toEqual([name, true, true, true]);
    expect([name, dropped, options]).toEqual([name, ['ALL'], ['no-new-privileges:true']]);
    expect([name, logging?.options['max-size']]).toEqual([name, '10m']);
  }
});

test('what is ours writes nowhere', () => {
  for (const [name, { build, read_only: readOnly }] of services) {
    if (build) expect([name, readOnly]).toEqual([name, true]);
  }
});

test('only doors are open to other machines', () => {
  const open = services.filter(([, { ports = [] }]) => ports.some((port) => !port.startsWith('127.0.0.1:')));
  expect(open.map(([name]) => name)).toEqual(['ingest', 'session', 'dialog', 'chat', 'control', 'demo']);
});

test('every secret comes from the environment, and has a default that says what it is for', () => {
  const secrets = services.flatMap(([name, { environment = {} }]) =>
    Object.entries(environment).flatMap(([key, value]) =>
      /SECRET|PASSWORD|KEYS|_KEY$|DATABASE_URL/.test(key) ? [{ name, key, value }] : [],
    ),
  );
  expect(secrets.length).toBeGreaterThan(8);
  for (const { name, key, value } of secrets) {
    expect([name, key, value]).toEqual([name, key, expect.stringMatching(/\$\{\w+:-for-development-only[\w-]*\}/)]);
  }
});

test('an image of others has a version, and every volume is somewhere', () => {
  for (const [name, { image, volumes = [] }] of services) {
    if (image) expect([name, image]).toEqual([name, expect.stringMatching(/:v?\d+(\.\d+)*(-\w+)?$/)]);
    for (const volume of volumes) {
      const [source = ''] = volume.split(':');
      const known = source in compose.volumes || source.startsWith('./deploy/') || source.startsWith('${');
      expect([name, volume, known]).toEqual([name, volume, true]);
    }
  }
});

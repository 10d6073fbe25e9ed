import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { topics } from '@backchannel/contracts';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { misfits, root, schemaOf } from './schema.ts';

interface Thing {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
}
interface Scaled {
  spec: {
    scaleTargetRef: { name: string };
    maxReplicaCount: number;
    triggers: { type: string; metadata: Record<string, string> }[];
  };
}
interface Growing {
  spec: {
    scaleTargetRef: { name: string };
    metrics: { resource: { name: string; target: { averageValue: string } } }[];
  };
}
interface Kustomization {
  resources?: string[];
  patches?: { path?: string; patch?: string; target?: { kind?: string; name?: string } }[];
  images?: { name: string }[];
}
interface Pod {
  containers: Container[];
  securityContext: { runAsNonRoot: boolean };
  terminationGracePeriodSeconds?: number;
  automountServiceAccountToken: boolean;
}
interface Container {
  name: string;
  image: string;
  command?: string[];
  env: { name: string; value?: string; valueFrom?: Record<string, { name: string; key: string }> }[];
  ports?: { name: string; containerPort: number }[];
  securityContext: object;
  resources: { limits: { memory: string } };
  readinessProbe?: object;
}

const folder = join(root, 'deploy/kubernetes');
const files = globSync('**/*.yaml', { cwd: folder }).toSorted();
const documents = <Kind>(file: string) =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Kind;
  });
const kustomizations = files.filter((file) => file.endsWith('kustomization.yaml'));
const manifests = files.filter((file) => !file.endsWith('kustomization.yaml'));
const base = manifests.filter((file) => file.startsWith('base/')).flatMap((file) => documents<Thing>(file));
const services = ['ingest', 'session', 'dialog', 'chat', 'control'];

/** Where the schemas are of an older release than the thing: the same fields under the older name, or none that fit. */
const older: Record<string, string> = {
  'autoscaling/v2 HorizontalPodAutoscaler': 'io.k8s.api.autoscaling.v2beta2.HorizontalPodAutoscaler',
  'policy/v1 PodDisruptionBudget': 'io.k8s.api.policy.v1beta1.PodDisruptionBudget',
};
const without = ['networking.k8s.io/v1 Ingress', 'keda.sh/v1alpha1 ScaledObject'];

const definitions = schemaOf('kubernetes-definitions.json')['definitions'] as Record<string, Definition>;
interface Definition {
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
}
const kindOf = ({ apiVersion, kind }: Thing) => `${apiVersion} ${kind}`;

function definitionOf(thing: Thing): string | undefined {
  const [version = '', group = ''] = thing.apiVersion.split('/').toReversed();
  const fits = ({ 'x-kubernetes-group-version-kind': kinds = [] }: Definition) =>
    kinds.some((kind) => kind.kind === thing.kind && kind.version === version && kind.group === group);
  return older[kindOf(thing)] ?? Object.keys(definitions).find((name) => fits(definitions[name] ?? {}));
}

describe('each thing is what Kubernetes says it is', () => {
  test.each(manifests)('%s', (file) => {
    for (const thing of documents<Thing>(file)) {
      const definition = definitionOf(thing);
      if (without.includes(kindOf(thing))) continue;
      expect([kindOf(thing), definition]).toEqual([kindOf(thing), expect.any(String)]);
      // The release has what the schemas of the older one do not know yet.
      const known = JSON.parse(JSON.stringify(thing).replaceAll(/,"endPort":\d+/g, '')) as Thing;
      expect([thing.metadata.name, misfits('kubernetes-definitions.json', definition)(known)]).toEqual([
        thing.metadata.name,
        [],
      ]);
    }
  });

  test('what is not, is found', () => {
    const fits = misfits('kubernetes-definitions.json', 'io.k8s.api.apps.v1.Deployment');
    const thing = base.find(({ kind }) => kind === 'Deployment') as Thing;
    expect(fits({ ...thing, spec: { ...thing.spec, replicas: 'two' } })).not.toEqual([]);
  });
});

describe('each kustomization', () => {
  const fits = misfits('kustomization.json', 'Kustomization');
  test.each(kustomizations)('%s names what is there, and every file beside it', (file) => {
    const [kustomization = {}] = documents<Kustomization>(file);
    expect(fits(kustomization)).toEqual([]);
    const { resources = [], patches = [] } = kustomization;
    const named = [...resources, ...patches.flatMap(({ path }) => path ?? [])];
    for (const name of named) expect([name, existsSync(join(folder, dirname(file), name))]).toEqual([name, true]);
    const beside = manifests
      .filter((other) => dirname(other) === dirname(file))
      .map((other) => relative(dirname(file), other));
    expect(beside.filter((other) => !named.includes(other))).toEqual([]);
  });

  test.each(kustomizations)('%s changes only what is there', (file) => {
    const [{ patches = [], images = [] } = {}] = documents<Kustomization>(file);
    for (const { path, target } of patches) {
      const [patch] = path === undefined ? [] : documents<Thing>(join(dirname(file), path));
      const { kind, name } = target ?? { kind: patch?.kind, name: patch?.metadata.name };
      const pattern = new RegExp(`^(?:${name ?? '.*'})$`);
      const found = base.filter((thing) => thing.kind === kind && pattern.test(thing.metadata.name));
      expect([file, kind, name, found.length > 0]).toEqual([file, kind, name, true]);
      const keys = Object.keys(patch?.data ?? {});
      expect(keys.filter((key) => !(key in (found[0]?.data ?? {})))).toEqual([]);
    }
    const used = base.flatMap((thing) => podOf(thing)?.containers.map(({ image }) => image) ?? []);
    if (images.length > 0) expect(images.map(({ name }) => name).toSorted()).toEqual([...new Set(used)].toSorted());
  });

  const { status } = spawnSync('kubectl', ['version', '--client'], { timeout: 20_000 });
  test.skipIf(status !== 0).each(['small', 'production'])('%s is put together by kubectl', (overlay) => {
    const { stdout, stderr } = spawnSync('kubectl', ['kustomize', join(folder, 'overlays', overlay)], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const things = parseAllDocuments(stdout).map((document) => document.toJS() as Thing);
    expect(things.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)).toHaveLength(
      services.length,
    );
    for (const thing of things) {
      for (const { image } of podOf(thing)?.containers ?? []) {
        expect(image).toMatch(/^registry\.example\/backchannel-\w+:0\.1\.0$/);
      }
    }
  });
});

test('who grows with the lag grows with that of its own group, and not beyond the partitions', () => {
  const scaled = documents<Scaled>('overlays/production/lag.yaml');
  const [config] = documents<Thing>('overlays/production/config.yaml');
  for (const { spec } of scaled) {
    const { name } = spec.scaleTargetRef;
    const kafka = spec.triggers.find(({ type }) => type === 'kafka')?.metadata;
    expect(topics.map((topic) => topic.name)).toContain(kafka?.['topic']);
    // As messaging names a group.
    expect(kafka?.['consumerGroup']).toBe(`${name}.${kafka?.['topic']}`);
    expect(kafka?.['bootstrapServers']).toBe(config?.data?.['KAFKA_BROKERS']);
    expect(spec.maxReplicaCount).toBeLessThanOrEqual(Number(config?.data?.['PARTITIONS']));
  }
});

test('chat grows before its memory rings, and before half of its limit', () => {
  const doors = documents<Growing>('overlays/production/doors.yaml');
  const chat = doors.find(({ spec }) => spec.scaleTargetRef.name === 'chat');
  const grows = chat?.spec.metrics.find(({ resource }) => resource.name === 'memory')?.resource.target.averageValue;
  const pod = base.flatMap((thing) => podOf(thing) ?? []).find(({ containers }) => containers[0]?.name === 'chat');
  const rules = readFileSync(join(root, 'deploy/observe/prometheus/rules/backchannel.yml'), 'utf8');
  const [, rings] = /service!="dialog"\} > (\S+)/.exec(rules) ?? [];
  expect(bytesOf(grows)).toBeLessThan(Number(rings));
  expect(bytesOf(grows)).toBeLessThan(bytesOf(pod?.containers[0]?.resources.limits.memory) / 2);
});

test('every pod is bounded, restricted and writes nowhere', () => {
  const pods = base.flatMap((thing) => podOf(thing) ?? []);
  expect(pods).toHaveLength(services.length + 2);
  for (const { containers, securityContext, automountServiceAccountToken } of pods) {
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(automountServiceAccountToken).toBe(false);
    for (const container of containers) {
      expect(container.resources.limits.memory).toMatch(/^\d+[MG]i$/);
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  }
});

test('a value that a container is given is there, and secrets are those of the README', () => {
  const config = base.find(({ kind }) => kind === 'ConfigMap')?.data ?? {};
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const given = base.flatMap((thing) => podOf(thing)?.containers.flatMap(({ env }) => env) ?? []);
  const from = (kind: string) => given.flatMap(({ valueFrom }) => valueFrom?.[kind] ?? []);
  expect([...new Set(from('configMapKeyRef').map(({ key }) => key))].toSorted()).toEqual(
    Object.keys(config).toSorted(),
  );
  for (const { key } of from('secretKeyRef')) expect(readme).toContain(`\`${key}\``);
  expect(from('secretKeyRef').length).toBeGreaterThan(5);
});

test('a login for Kafka is given to every pod that speaks to it, from the Secret of the README', () => {
  const [{ patches = [] } = {}] = documents<Kustomization>('components/kafka-login/kustomization.yaml');
  const speaking = base.filter((thing) =>
    podOf(thing)?.containers[0]?.env.some(({ name }) => name === 'KAFKA_BROKERS'),
  );
  expect(speaking).toHaveLength(services.length + 1);
  for (const { kind, metadata } of speaking) {
    const patch = patches.find(
      ({ target }) => target?.kind === kind && [metadata.name, undefined].includes(target.name),
    );
    const added = parse(patch?.patch ?? '[]') as { op: string; path: string; value: Container['env'][number] }[];
    expect(added.map(({ op, path, value }) => [op, path, value.name])).toEqual(
      ['KAFKA_TLS', 'KAFKA_USERNAME', 'KAFKA_PASSWORD'].map((name) => [
        'add',
        '/spec/template/spec/containers/0/env/-',
        name,
      ]),
    );
    const keys = added.flatMap(({ value }) => value.valueFrom?.['secretKeyRef']?.key ?? []);
    expect(keys).toEqual(['KAFKA_USERNAME', 'KAFKA_PASSWORD']);
    for (const key of keys) expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`\`${key}\``);
  }
});

test('a service listens, waits to be ready, and has the time that it needs to stop', () => {
  const named = (kind: string, name: string) =>
    base.find((thing) => thing.kind === kind && thing.metadata.name === name);
  for (const name of services) {
    const pod = podOf(named('Deployment', name) as Thing);
    const [container] = pod?.containers ?? [];
    const port = container?.env.find((each) => each.name === 'PORT')?.value;
    expect(container?.ports?.find((each) => each.name === 'http')?.containerPort).toBe(Number(port));
    expect(container?.readinessProbe).toMatchObject({ httpGet: { path: '/health/ready', port: 'http' } });
    // 3 s until nobody sends it anything, 5 s to drain.
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(8);
    expect([name, named('Service', name), named('PodDisruptionBudget', name)]).not.toContain(undefined);
  }
});

function podOf({ kind, spec }: Thing): Pod | undefined {
  if (kind !== 'Deployment' && kind !== 'Job') return undefined;
  return (spec as { template: { spec: Pod } }).template.spec;
}

const bytesOf = (memory = '') => Number.parseInt(memory, 10) * (memory.endsWith('Gi') ? 2 ** 30 : 2 ** 20);

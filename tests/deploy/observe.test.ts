import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { misfits, root } from './schema.ts';

interface Rules {
  groups: { rules: Rule[] }[];
}
interface Rule {
  alert: string;
  expr: string;
  for?: string;
  labels: { severity: string };
  annotations: { summary: string; runbook: string };
}
interface Dashboard {
  title: string;
  uid: string;
  panels: { title: string; targets: { expr: string }[] }[];
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const prometheus = parse(read('deploy/observe/prometheus/prometheus.yml')) as { scrape_configs: ScrapeConfig[] };
const cluster = parse(read('deploy/observe/prometheus/kubernetes.yml')) as { scrape_configs: ScrapeConfig[] };
interface ScrapeConfig {
  job_name: string;
  dns_sd_configs: { names: string[]; port: number }[];
  relabel_configs: { target_label?: string }[];
}
const ruleFile = parse(read('deploy/observe/prometheus/rules/backchannel.yml')) as Rules;
const rules = ruleFile.groups.flatMap(({ rules }) => rules);
const dashboards = globSync('deploy/observe/grafana/dashboards/*.json', { cwd: root }).toSorted();
const boards = dashboards.map((file) => JSON.parse(read(file)) as Dashboard);

test('Prometheus can read its files', () => {
  for (const one of [prometheus, cluster]) expect(misfits('prometheus.json')(one)).toEqual([]);
  expect(misfits('prometheus.rules.json')(ruleFile)).toEqual([]);
  expect(misfits('prometheus.rules.json')({ groups: [{ name: 'a', rules: [{ alert: 'A' }] }] })).not.toEqual([]);
});

test('Grafana can read its dashboards', () => {
  const fits = misfits('grafana-dashboard-5.x.json');
  expect(dashboards.map((file) => file.replace(/.*\/|\.json/g, ''))).toEqual(
    'control doors log overview sandbox sockets turns'.split(' '),
  );
  for (const board of boards)
    expect([board.title, fits({ dashboard: board, overwrite: true, meta: {} })]).toEqual([board.title, []]);
  expect(new Set(boards.map(({ uid }) => uid)).size).toBe(boards.length);
});

test('Prometheus asks each service where docker-compose.yml has its metrics', () => {
  const { services } = parse(read('docker-compose.yml'), { merge: true }) as {
    services: Record<string, { environment?: { METRICS_PORT?: number } }>;
  };
  const told = Object.entries(services).flatMap(([name, { environment }]) =>
    environment?.METRICS_PORT ? [[name, environment.METRICS_PORT]] : [],
  );
  const asked = prometheus.scrape_configs.flatMap((job) =>
    job.dns_sd_configs.map(({ names, port }) => [names[0], port]),
  );
  expect(asked).toEqual(told);
  expect(told).toHaveLength(5);
});

test('rules find the job and the services by the same names everywhere', () => {
  const jobs = new Set(rules.flatMap(({ expr }) => expr.match(/(?<=job=")\w+/g) ?? []));
  for (const { scrape_configs: asked } of [prometheus, cluster]) {
    expect(asked.map((one) => one.job_name)).toEqual([...jobs]);
    for (const one of asked) expect(one.relabel_configs.map((rule) => rule.target_label)).toContain('service');
  }
});

/** As they stand in the sources; a histogram is three. */
const counted = new Set(
  globSync('{apps,packages}/*/src/**/*.ts', { cwd: root, exclude: (file) => file.endsWith('.test.ts') })
    .flatMap((file) => [...read(file).matchAll(/'(backchannel_[a-z_]+)'/g)])
    .flatMap(([, name = '']) => [name, `${name}_bucket`, `${name}_count`, `${name}_sum`]),
);
// What the client library counts of a process, and what Prometheus knows itself.
const given = ['up', 'process_cpu_seconds_total', 'process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds'];
const wanted = (expr: string) => expr.match(/\b(backchannel|process|nodejs)_\w+\b/g) ?? [];

describe('what is asked for is counted', () => {
  const asked = [
    ...rules.map(({ alert, expr }) => ({ where: alert, expr })),
    ...boards.flatMap(({ title, panels }) =>
      panels.flatMap((panel) => panel.targets.map(({ expr }) => ({ where: `${title}, ${panel.title}`, expr }))),
    ),
  ];
  test.each(asked)('$where', ({ expr }) => {
    const names = wanted(expr);
    expect(names.filter((name) => !counted.has(name) && !given.includes(name))).toEqual([]);
    expect(names.length > 0 || expr.includes('up{')).toBe(true);
    expect(expr.split('(').length).toBe(expr.split(')').length);
  });

  test('docs/telemetry.md tells of each number', () => {
    const told = read('docs/telemetry.md').match(/(?<=^\| `)backchannel_[a-z_]+/gm) ?? [];
    const names = [...counted].filter((name) => !/_(bucket|count|sum)$/.test(name));
    expect(told.toSorted()).toEqual(names.toSorted());
  });

  test('and what is counted is shown somewhere', () => {
    const shown = new Set(
      asked.flatMap(({ expr }) => wanted(expr)).map((name) => name.replace(/_(bucket|count|sum)$/, '')),
    );
    const names = [...counted].filter((name) => !/_(bucket|count|sum)$/.test(name));
    const hidden = names.filter((name) => !shown.has(name));
    expect(hidden.filter((name) => !notShown.includes(name))).toEqual([]);
  });
});

// Read by programs: how far a reader is, as a number that means nothing to people.
const notShown = ['backchannel_projection_position'];

test('every alarm waits for a while or counts over one, says how urgent it is, and has a section in the runbook', () => {
  const sections =
    read('docs/operating.md')
      .match(/^### .*$/gm)
      ?.map((line) => line.slice(4)) ?? [];
  const alarms = read('docs/operating.md').split('\n## Alarms\n')[1]?.split('\n## ')[0] ?? '';
  const described = alarms.match(/^### .*$/gm)?.map((line) => line.slice(4)) ?? [];
  expect(described.toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  for (const { alert, expr, for: time, labels, annotations } of rules) {
    expect(sections).toContain(alert);
    expect(annotations.runbook).toBe(`docs/operating.md#${alert.toLowerCase()}`);
    expect(['page', 'ticket']).toContain(labels.severity);
    expect(time !== undefined || expr.includes('increase(')).toBe(true);
  }
});

describe('each alarm is tried', () => {
  const file = 'deploy/observe/prometheus/rules.test.yml';
  const trials = parse(read(file)) as { tests: { alert_rule_test: { alertname: string; exp_alerts: object[] }[] }[] };

  test('with what it rings at', () => {
    const ringing = trials.tests.flatMap((one) => one.alert_rule_test).filter((one) => one.exp_alerts.length > 0);
    expect(ringing.map(({ alertname }) => alertname).toSorted()).toEqual(rules.map(({ alert }) => alert).toSorted());
  });

  // A part of Prometheus, which is to be had as a container or a package of the system: a check beside ours, where it is.
  test.skipIf(spawnSync('promtool').error)('and rings then alone', () => {
    const promtool = (...args: string[]) => execFileSync('promtool', args, { cwd: root, encoding: 'utf8' });
    expect(promtool('check', 'config', 'deploy/observe/prometheus/prometheus.yml')).toContain('SUCCESS');
    expect(promtool('test', 'rules', file)).toContain('SUCCESS');
  });
});

test('the collector sends on what it gets', () => {
  const { receivers, processors, exporters, service } = parse(read('deploy/observe/collector.yml')) as Record<
    'receivers' | 'processors' | 'exporters',
    Record<string, unknown>
  > & { service: { pipelines: Record<string, Record<'receivers' | 'processors' | 'exporters', string[]>> } };
  for (const pipeline of Object.values(service.pipelines)) {
    expect(Object.keys(receivers)).toEqual(pipeline.receivers);
    expect(Object.keys(processors)).toEqual(pipeline.processors);
    expect(Object.keys(exporters)).toEqual(pipeline.exporters);
  }
});

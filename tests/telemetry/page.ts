/** A metric as `/metrics` names it, with the labels that its rows have. */
export interface Metric {
  readonly name: string;
  readonly kind: string;
  readonly help: string;
  readonly services: readonly string[];
}

/** What `/metrics` answers, in Prometheus's text format. */
export function metricsIn(page: string): readonly Metric[] {
  const lines = page.split('\n');
  const kinds = lines.flatMap((line) => {
    const [, name = '', kind = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    return name === '' ? [] : [{ name, kind }];
  });
  return kinds.map(({ name, kind }) => {
    const help = lines.find((line) => line.startsWith(`# HELP ${name} `))?.slice(`# HELP ${name} `.length) ?? '';
    const rows = lines.filter((line) => new RegExp(`^${name}(_bucket|_sum|_count)?\\{`).test(line));
    const services = new Set(rows.map((row) => /service="([^"]*)"/.exec(row)?.[1] ?? 'none'));
    return { name, kind, help, services: [...services] };
  });
}

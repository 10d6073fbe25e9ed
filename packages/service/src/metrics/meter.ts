import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What a number means. Its labels take names from closed lists only: ids and paths would make rows without end. */
interface Definition {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** A number for each combination of label values, in the order of the definition's labels. */
type Readings = Iterable<readonly [values: readonly string[], value: number]>;

export interface Adds {
  add(by?: number): void;
}
interface Observes {
  observe(value: number): void;
}

/** What one service counts. Of a process that nobody asks for metrics it is all empty. */
export interface Meter {
  readonly isOn: boolean;
  readonly registry: Registry;
  /** Several may add to the same one. */
  counter(definition: Definition): (...values: string[]) => Adds;
  histogram(definition: Definition & { buckets: readonly number[] }): (...values: string[]) => Observes;
  /** Looked at only when somebody asks. A counter that its owner keeps as a plain number is read the same way. */
  reading(definition: Definition & { kind: 'gauge' | 'counter' }, read: () => Readings | Promise<Readings>): void;
}

const nothing = { add() {}, observe() {} };

export const noMeter: Meter = {
  isOn: false,
  registry: new Registry(),
  counter: () => () => nothing,
  histogram: () => () => nothing,
  reading() {},
};

/** Milliseconds are ours, seconds are Prometheus's. */
export const seconds = (ms: number): number => ms / 1000;

/** From a millisecond to ten seconds. */
export const times = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export function openMeter(service: string): Meter {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  const registers = [registry];
  return {
    isOn: true,
    registry,
    counter({ name, help, labels = [] }) {
      const known = registry.getSingleMetric(name) as Counter | undefined;
      const counter = known ?? new Counter({ name, help, labelNames: [...labels], registers });
      return byValues((values) => {
        const child = counter.labels(...values);
        return { add: (by = 1) => child.inc(by) };
      });
    },
    histogram({ name, help, labels = [], buckets }) {
      const histogram = new Histogram({ name, help, labelNames: [...labels], registers, buckets: [...buckets] });
      return byValues((values) => {
        const child = histogram.labels(...values);
        return { observe: (value) => child.observe(value) };
      });
    },
    reading({ name, help, labels = [], kind }, read) {
      const options = { name, help, labelNames: [...labels], registers };
      const collect = async () => {
        const readings = await read();
        metric.reset();
        for (const [values, value] of readings) metric.labels(...values).inc(value);
      };
      const metric: Counter | Gauge =
        kind === 'gauge' ? new Gauge({ ...options, collect }) : new Counter({ ...options, collect });
    },
  };
}

/** Whoever counts often need not have its labels looked up each time. */
function byValues<Child>(make: (values: readonly string[]) => Child): (...values: string[]) => Child {
  const children = new Map<string, Child>();
  return (...values) => {
    const key = values.join('\n');
    const known = children.get(key);
    if (known) return known;
    const child = make(values);
    children.set(key, child);
    return child;
  };
}

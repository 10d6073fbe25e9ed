import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Topic } from '@backchannel/contracts';
import { onTestFinished } from 'vitest';
import type { Broker } from '../broker.ts';
import type { KafkaBrokerOptions } from '../kafka-broker.ts';
import type { SqliteBrokerOptions } from '../sqlite-broker.ts';
import { notes } from './note.ts';

/** What a broker has to bring for the suite. */
export interface Setting {
  /** A place of its own for each test. */
  readonly place: () => Promise<Place>;
}

export interface Place {
  /** How a broker finds the place; each one made so is on the same log. */
  readonly how: SqliteBrokerOptions | KafkaBrokerOptions;
  open(): Broker;
  /** Topics with two partitions each. */
  create(topics: readonly Topic[]): Promise<void>;
  dispose?(): Promise<void>;
}

export interface Child {
  readonly broker: Place['how'];
  readonly topic: string;
  readonly group: string;
  /** To read until it hangs, or to say without end. */
  readonly role: 'read' | 'say';
}

/** A place with a topic, and brokers that are closed when the test is over. */
export async function house({ place }: Setting) {
  const here = await place();
  const name = `t-${randomUUID().slice(0, 8)}`;
  const mine = notes(name);
  const other = notes(`${name}-said`);
  await here.create([mine.topic, mine.parked, other.topic]);
  const opened: Broker[] = [];
  onTestFinished(async () => {
    await Promise.all(opened.map((broker) => broker.close()));
    await here.dispose?.();
  });
  const open = () => {
    const broker = here.open();
    opened.push(broker);
    return broker;
  };
  const child = (role: Child['role'], group = 'group') => {
    const script = fileURLToPath(new URL('child.ts', import.meta.url));
    const what: Child = { broker: here.how, topic: name, group, role };
    const running = spawn(execPath, [script, JSON.stringify(what)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const told: number[] = [];
    createInterface(running.stdout).on('line', (line) => told.push(Number(line)));
    const gone = new Promise((resolve) => running.once('close', resolve));
    const kill = async () => {
      running.kill('SIGKILL');
      await gone;
    };
    onTestFinished(kill);
    return { told, kill };
  };
  return { ...mine, said: other, open, child };
}

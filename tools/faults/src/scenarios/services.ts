import type { StackService } from '@backchannel/stack';
import { journalLacks } from '../system/journal.ts';
import type { Scenario, Stage } from './scenario.ts';

const services = ['ingest', 'session', 'dialog', 'chat', 'control'];

/** What stops a service is over at once; until it is there again is recovery. */
const ended = (signal: 'SIGKILL' | 'SIGTERM') =>
  services.map(
    (name): Scenario => ({
      name: `${signal.toLowerCase()}-${name}`,
      title: `${name}: ${signal}, started again`,
      on: 'distributed',
      quick: signal === 'SIGKILL' && name === 'session',
      async run(stage) {
        const { system, gone } = stage;
        const service = system.stack.service(name);
        if (name === 'control') stage.later(() => journalLacks(stage));
        gone();
        if (signal === 'SIGTERM') stage.note(`drained in ${await drain(service, stage)} ms`);
        else await service.kill();
        await service.start();
      },
    }),
  );

/** Of docker-compose.yml (`stop_grace_period`): who takes longer is killed. */
const GRACE_MS = 10_000;

/** Who is told to end does what it has begun, and ends by itself. Answers after how many milliseconds. */
export async function drain(service: StackService, { fail }: Pick<Stage, 'fail'>): Promise<number> {
  const began = performance.now();
  const how = await service.stop();
  const took = Math.round(performance.now() - began);
  if (how !== 'exit code 0' || took > GRACE_MS) fail(`told to end, it ended after ${took} ms with ${how}`);
  return took;
}

export const serviceScenarios: readonly Scenario[] = [...ended('SIGKILL'), ...ended('SIGTERM')];

import type { Scenario } from './scenario.ts';

const services = ['ingest', 'session', 'dialog', 'chat', 'control'];

/** What stops a service is over at once; until it is there again is recovery. */
const ended = (signal: 'SIGKILL' | 'SIGTERM') =>
  services.map(
    (name): Scenario => ({
      name: `${signal.toLowerCase()}-${name}`,
      title: `${name}: ${signal}, started again`,
      on: 'distributed',
      quick: signal === 'SIGKILL' && name === 'session',
      async run({ system, gone, note }) {
        const service = system.stack.service(name);
        const began = performance.now();
        gone();
        await service.kill(signal);
        if (signal === 'SIGTERM') note(`drained in ${Math.round(performance.now() - began)} ms`);
        await service.start();
      },
    }),
  );

export const serviceScenarios: readonly Scenario[] = [...ended('SIGKILL'), ...ended('SIGTERM')];

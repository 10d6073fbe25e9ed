import type { Sandbox, SandboxOptions } from '@backchannel/sandbox';
import { type Meter, seconds, times } from '@backchannel/service';
import type { Called } from './outside/outside.ts';

/** Counts calls to outside APIs. Which API it was is the bot's business: bots make no rows here. */
export function callsCounted(meter: Meter): Called | undefined {
  if (!meter.isOn) return undefined;
  const calls = meter.histogram({
    name: 'backchannel_api_call_seconds',
    help: 'Calls of bots to outside APIs, retries and redirects within: by the class of the status, remembered, or failed',
    labels: ['outcome'],
    buckets: times,
  });
  return (how, ms) => calls(how).observe(seconds(ms));
}

export function runsCounted(meter: Meter): SandboxOptions['ran'] {
  if (!meter.isOn) return undefined;
  const runs = meter.histogram({
    name: 'backchannel_script_seconds',
    help: 'Scripts of bots, from asking for one to its end: done, or why it failed',
    labels: ['outcome'],
    buckets: times,
  });
  return (ms, how) => runs(how).observe(seconds(ms));
}

export function countSandbox(meter: Meter, sandbox: Sandbox): void {
  const states = {
    kind: 'gauge',
    name: 'backchannel_sandbox_workers',
    help: 'Worker threads for scripts',
    labels: ['state'],
  } as const;
  meter.reading(states, () => {
    const { threads, busy } = sandbox.standing;
    return [
      [['busy'], busy],
      [['idle'], threads - busy],
    ];
  });
  const queue = { kind: 'gauge', name: 'backchannel_sandbox_queue', help: 'Scripts that wait for a worker' } as const;
  meter.reading(queue, () => [[[], sandbox.standing.queued]]);
  const killed = {
    kind: 'counter',
    name: 'backchannel_sandbox_killed_total',
    help: 'Workers that were ended because a script did not let go of them',
  } as const;
  meter.reading(killed, () => [[[], sandbox.standing.killed]]);
}

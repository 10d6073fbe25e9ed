import { Rates, rateHeaders, rateOf, redisBuckets } from '@backchannel/service';
import { startRedis } from '@backchannel/stack';
import { Redis } from 'ioredis';

// What a request pays at a door for its limits, and Redis for what is put together there:
// `node tools/bench/src/rates.ts`, with the Node of `.node-version`.

const ROUNDS = 7;
const REQUESTS = 200_000;
const addresses = Array.from({ length: 5000 }, (_, n) => `address:10.0.${n >> 8}.${n & 255}`);

/** Microseconds a request, of each round, the best first. */
async function measure(work: (n: number) => void, each: number): Promise<number[]> {
  const rounds: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const began = process.cpuUsage();
    for (let n = 0; n < REQUESTS; n += 1) {
      work(n);
      // Time for what is told to others, as between requests.
      if (n % each === 0) await new Promise(setImmediate);
    }
    const { user, system } = process.cpuUsage(began);
    if (round > 0) rounds.push((user + system) / REQUESTS);
  }
  return rounds.toSorted((a, b) => a - b);
}

async function row(name: string, work: (n: number) => void): Promise<void> {
  const rounds = await measure(work, 100);
  const [best = 0, median = 0, worst = 0] = [rounds[0], rounds[ROUNDS >> 1], rounds.at(-1)];
  process.stdout.write(`| ${name} | ${median.toFixed(2)} | ${best.toFixed(2)} – ${worst.toFixed(2)} |\n`);
}

const server = await startRedis();
const redis = new Redis(server.url, { protocol: 2 });
process.stdout.write('| | µs of CPU a request | from – to |\n|---|---|---|\n');
for (const [where, rates] of [
  ['alone', new Rates()],
  ['with Redis', new Rates({ shared: redisBuckets(redis, 'bench') })],
] as const) {
  const enough = rateOf(10_000_000);
  await row(`an address and a bot, ${where}`, (n) => {
    rates.take(addresses[n % addresses.length] ?? '', enough);
    rateHeaders(rates.take('posts:shop', enough));
  });
  await row(`refused by its address, ${where}`, () => {
    rates.take('address:10.9.9.9', rateOf(1));
  });
  rates.close();
}
await row('nothing', () => {});
await server.stop();
process.exit(0);

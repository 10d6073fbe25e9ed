/** When requests are due, in milliseconds after the beginning. */
export type Arrivals = 'constant' | 'poisson';

export interface Traffic {
  readonly arrivals: Arrivals;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** The same traffic gives the same schedule: every system gets the same requests at the same moments. */
export function schedule({ arrivals, rate, seconds }: Traffic): Float64Array {
  if (arrivals === 'constant')
    return Float64Array.from({ length: Math.round(rate * seconds) }, (_, n) => (n * 1000) / rate);
  const random = dice(rate);
  const due: number[] = [];
  for (let at = gap(random, rate); at < seconds * 1000; at += gap(random, rate)) due.push(at);
  return Float64Array.from(due);
}

const gap = (random: () => number, rate: number) => (-Math.log(1 - random()) * 1000) / rate;

/** Numbers from 0 to 1, the same for the same seed (the generator is Marsaglia's xorshift of 32 bits). */
function dice(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

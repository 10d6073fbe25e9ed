import { Generator, type Measured } from './generator.ts';
import type { Answer, Order } from './protocol.ts';

// The generator's process: `fork`ed by the bench, one order at a time.

let generator: Generator | undefined;

const say = (answer: Answer) => void process.send?.(answer);

async function follow(order: Order): Promise<Measured | null> {
  switch (order.do) {
    case 'open':
      generator = new Generator(order.target);
      await generator.open();
      return null;
    case 'run':
      if (!generator) throw new Error('nothing is open yet');
      return generator.run(order.wanted, {
        began: () => say({ said: 'began' }),
        ended: () => say({ said: 'ended' }),
      });
    case 'close':
      generator?.close();
      generator = undefined;
      return null;
  }
}

process.on('message', (order: Order) => {
  follow(order).then(
    (result) => say({ said: 'done', result, lostSockets: generator?.lostSockets.length ?? 0 }),
    (error: unknown) =>
      say({ said: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

import { Generator } from './generator.ts';
import type { Answer, Order, Result } from './protocol.ts';

// The generator's process: `fork`ed by the bench, one order at a time.

let generator: Generator | undefined;

const say = (answer: Answer) => void process.send?.(answer);

async function follow(order: Order): Promise<Result> {
  switch (order.do) {
    case 'open':
      generator = new Generator(order.target);
      return generator.open();
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

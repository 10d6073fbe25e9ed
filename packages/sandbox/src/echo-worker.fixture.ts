import { work } from './worker.ts';

work({
  echo: (data, call, argument) => [data, argument, typeof call.script === 'string' ? call.script : null],
  fails: () => {
    throw new Error('no luck');
  },
  /** Ends the worker from within. */
  dies: () => process.exit(3),
});

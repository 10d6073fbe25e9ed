import { run } from './main.ts';

// Starts at once, and never comes to the end of its stop.
run(async () => {
  process.stdout.write('started\n');
  setInterval(() => {}, 1_000);
  return () => {
    process.stdout.write('stopping\n');
    return new Promise(() => {});
  };
});

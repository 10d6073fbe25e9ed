import type { Broker } from '@backchannel/messaging';
import { type Environment, openBroker, readEnvironment, Sentence } from '@backchannel/service';
import { bot } from './bot.ts';

try {
  const environment = readEnvironment();
  const { controlUrl: url, controlKey: key } = environment;
  if (!url !== !key) throw new Sentence(`${url ? 'CONTROL_KEY' : 'CONTROL_URL'} is missing: control needs both.`);
  const { lines, ok } = await bot(process.argv.slice(2), {
    control: url && key ? { url, key } : undefined,
    openBroker: () => open(environment),
  });
  for (const line of lines) (ok ? process.stdout : process.stderr).write(`${line}\n`);
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Sentence ? text : `Not able to do it: ${text}`}\n`);
  process.exitCode = 1;
}

/** A log that does not answer is waited for, and said so. */
function open(environment: Environment): Broker {
  const broker = openBroker(environment, 'bot');
  const tell = () => broker.waitsFor().forEach((sentence) => void process.stderr.write(`Waiting: ${sentence}\n`));
  setInterval(tell, 3000).unref();
  return broker;
}

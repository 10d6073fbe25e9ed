import { openBroker, readEnvironment, Sentence } from '@backchannel/service';
import { bot } from './bot.ts';

try {
  const { lines, ok } = await bot(process.argv.slice(2), () => openBroker(readEnvironment(), 'bot'));
  for (const line of lines) (ok ? process.stdout : process.stderr).write(`${line}\n`);
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Sentence ? text : `Not able to publish: ${text}`}\n`);
  process.exitCode = 1;
}

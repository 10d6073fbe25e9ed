import type { Broker } from '@backchannel/messaging';
import { docs } from './docs.ts';
import { type Checked, checkBots } from './files.ts';
import { type Published, publish } from './publish.ts';
import { lineOf, type Said, saidOf } from './said.ts';

export const usage: Said = {
  lines: [
    'npm run bot check FILE|FOLDER      tells what is wrong with bot files',
    'npm run bot publish FILE|FOLDER    says what is new in them to every service',
    'npm run bot play FILE              talks to a bot in the terminal',
    'npm run bot docs                   writes the tables of docs/bots.md',
  ],
  ok: false,
};

/** Runs a command line. The broker is opened only when there is something to say. */
export async function bot(words: readonly string[], openBroker: () => Broker): Promise<Said> {
  const [command, path, ...others] = words;
  if (command === 'docs' && path === undefined) return docs();
  if ((command !== 'check' && command !== 'publish') || path === undefined || others.length > 0) return usage;

  const checked = await read(path);
  if ('lines' in checked) return checked;
  const { files, problems } = checked;
  if (problems.length === 0 && files.length === 0) return { lines: [`${path} has no .json files`], ok: false };
  if (command === 'check') return saidOf(checked);
  if (problems.length > 0) return { lines: problems.map(lineOf), ok: false };

  const broker = openBroker();
  try {
    return { lines: (await publish(broker, files)).map(became), ok: true };
  } finally {
    await broker.close();
  }
}

async function read(path: string): Promise<Checked | Said> {
  try {
    return await checkBots(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { lines: [`${path} can not be read: ${error.message}`], ok: false };
  }
}

function became({ botId, version, newVersion, newSettings, managed }: Published): string {
  const what = newVersion ? `version ${version} is new` : `version ${version} is as it was`;
  if (managed) return `${botId}: ${what}; its settings are managed elsewhere, and stay`;
  return `${botId}: ${what}, ${newSettings ? 'settings are new' : 'settings are as they were'}`;
}

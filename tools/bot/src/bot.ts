import type { Broker } from '@backchannel/messaging';
import { type Checked, readBots } from './files.ts';
import { type Published, publish } from './publish.ts';

/** What a command says to the person, and whether it went well. */
export interface Said {
  readonly lines: readonly string[];
  readonly ok: boolean;
}

export const usage: Said = {
  lines: [
    'npm run bot -- check FILE|FOLDER      tells what is wrong with bot files',
    'npm run bot -- publish FILE|FOLDER    says what is new in them to every service',
  ],
  ok: false,
};

/** Runs a command line. The broker is opened only when there is something to say. */
export async function bot(words: readonly string[], openBroker: () => Broker): Promise<Said> {
  const [command, path, ...others] = words;
  if ((command !== 'check' && command !== 'publish') || path === undefined || others.length > 0) return usage;

  const checked = read(path);
  if ('lines' in checked) return checked;
  const { files, problems } = checked;
  if (problems.length > 0) {
    return {
      lines: problems.map(({ file, pointer, sentence }) => `${file} ${pointer || '/'}: ${sentence}`),
      ok: false,
    };
  }
  if (files.length === 0) return { lines: [`${path} has no .json files`], ok: false };
  if (command === 'check') return { lines: files.map((file) => `${file.bot.id}: nothing is wrong`), ok: true };

  const broker = openBroker();
  try {
    return { lines: (await publish(broker, files)).map(lineOf), ok: true };
  } finally {
    await broker.close();
  }
}

function read(path: string): Checked | Said {
  try {
    return readBots(path);
  } catch (error) {
    return { lines: [`${path} can not be read: ${error instanceof Error ? error.message : String(error)}`], ok: false };
  }
}

function lineOf({ botId, version, newVersion, newSettings, managed }: Published): string {
  const what = newVersion ? `version ${version} is new` : `version ${version} is as it was`;
  if (managed) return `${botId}: ${what}; its settings are managed elsewhere, and stay`;
  return `${botId}: ${what}, ${newSettings ? 'settings are new' : 'settings are as they were'}`;
}

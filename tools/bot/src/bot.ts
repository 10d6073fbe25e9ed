import type { AppliedFile } from '@backchannel/contracts/admin';
import type { Broker } from '@backchannel/messaging';
import { applyFile, type Control } from './control.ts';
import { docs } from './docs.ts';
import { type Checked, checkBots } from './files.ts';
import { type Published, publish } from './publish.ts';
import { lineOf, type Said, saidOf } from './said.ts';

export const usage: Said = {
  lines: [
    'npm run bot check FILE|FOLDER                  tells what is wrong with bot files',
    'npm run bot publish FILE|FOLDER [--replace]    publishes what is new in them: through control, if CONTROL_URL and',
    '                                               CONTROL_KEY are set, else to the log; --replace: also over what',
    '                                               people have changed at control since',
    'npm run bot play FILE                          talks to a bot in the terminal',
    'npm run bot docs                               writes the tables of docs/bots.md',
  ],
  ok: false,
};

/** Where bots are published: through control, or to the log, which is opened only when there is something to say. */
export interface Outlets {
  readonly control?: Control | undefined;
  openBroker(): Broker;
}

/** Runs a command line. */
export async function bot(words: readonly string[], outlets: Outlets): Promise<Said> {
  const [command, path, ...others] = words.filter((word) => word !== '--replace');
  const replace = words.includes('--replace');
  if (command === 'docs' && path === undefined) return docs();
  if ((command !== 'check' && command !== 'publish') || path === undefined || others.length > 0) return usage;

  const checked = await read(path);
  if ('lines' in checked) return checked;
  const { files, problems } = checked;
  if (problems.length === 0 && files.length === 0) return { lines: [`${path} has no .json files`], ok: false };
  if (command === 'check') return saidOf(checked);
  if (problems.length > 0) return { lines: problems.map(lineOf), ok: false };
  return outlets.control ? apply(outlets.control, checked, replace) : say(outlets.openBroker(), checked);
}

async function apply(control: Control, { written }: Checked, replace: boolean): Promise<Said> {
  const lines: string[] = [];
  let ok = true;
  for (const file of written) {
    const applied = await applyFile(control, file, replace);
    ok &&= applied.outcome !== 'kept';
    lines.push(`${file.id}: ${cameOf(applied)}`);
  }
  return { lines, ok };
}

function cameOf({ outcome, version, newVersion, newSettings }: AppliedFile): string {
  if (outcome === 'unchanged') return `version ${version}, as this file was applied before`;
  if (outcome === 'kept') return 'was changed at control since, and stays; --replace publishes the file all the same';
  return outcomeOf({ version: version ?? 0, newVersion, newSettings });
}

async function say(broker: Broker, { files }: Checked): Promise<Said> {
  try {
    const published = await publish(broker, files);
    return { lines: published.map(became), ok: !published.some(({ managed }) => managed) };
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

function became(published: Published): string {
  const { botId, managed } = published;
  if (!managed) return `${botId}: ${outcomeOf(published)}`;
  return `${botId}: is managed by control, and stays; CONTROL_URL and CONTROL_KEY publish through it`;
}

function outcomeOf({ version, newVersion, newSettings }: Pick<Published, 'version' | 'newVersion' | 'newSettings'>) {
  const what = newVersion ? `version ${version} is new` : `version ${version} is as it was`;
  return `${what}, ${newSettings ? 'settings are new' : 'settings are as they were'}`;
}

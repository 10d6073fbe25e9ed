import { checkBots, lineOf } from '@backchannel/bot';
import type { BotFile } from '@backchannel/contracts';
import { Sentence } from '@backchannel/service';
import { type Options, typedPost } from './options.ts';
import { Player } from './player.ts';
import { openSystem, type System } from './system.ts';
import type { Terminal } from './terminal.ts';

interface Place {
  readonly terminal: Terminal;
  /** Resolves when it is to end at once. */
  readonly stop: Promise<unknown>;
}

/** Plays a bot to the end: of what is to be said, of what is typed, of the conversation. */
export async function play(options: Options, { terminal, stop }: Place): Promise<void> {
  const stopped = stop.then(() => null);
  const bot = await Promise.race([botOf(options.file), stopped]);
  const system = bot && (await Promise.race([openSystem(bot), stopped]));
  if (!bot || !system) return;
  const player = new Player({ ...system, options, screen: terminal });
  try {
    await Promise.race([converse(player, { botId: bot.bot.id, options, terminal }), stopped]);
  } finally {
    terminal.close();
    player.close();
    await close(system);
  }
}

/** Another signal does not wait. */
async function close(system: System): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  await system.close();
}

interface Talk {
  readonly botId: string;
  readonly options: Options;
  readonly terminal: Terminal;
}

async function converse(player: Player, { botId, options, terminal }: Talk): Promise<void> {
  await player.open(botId);
  if (options.post) await player.post(options.post);
  const onlySaid = options.say.length > 0;
  for await (const line of onlySaid ? options.say : terminal.lines()) {
    if (player.ended) throw new Sentence(`The conversation has ended: ${JSON.stringify(line)} is not said.`);
    try {
      await hear(player, line.trim());
    } catch (error) {
      // Who sits there can say it again.
      if (!(error instanceof Sentence && terminal.showsTyped)) throw error;
      terminal.line(error.message);
    }
    if (player.ended && !onlySaid) return;
  }
}

async function hear(player: Player, line: string): Promise<void> {
  const [command] = line.split(' ', 1);
  if (command === '/post') return player.post(typedPost(line.slice(command.length)));
  if (line !== '') return player.say(line);
}

async function botOf(file: string): Promise<BotFile> {
  const { files, problems } = await read(file);
  const [bot, ...others] = files;
  if (problems.length > 0) throw new Sentence(problems.map(lineOf).join('\n'));
  if (!bot || others.length > 0) throw new Sentence(`${file} has ${files.length} bots: play takes the file of one.`);
  return bot;
}

async function read(file: string) {
  try {
    return await checkBots(file);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    throw new Sentence(`${file} can not be read: ${cause.message}`, { cause });
  }
}

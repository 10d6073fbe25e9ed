import 'reflect-metadata';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline/promises';
import { checkBots, lineOf, publish } from '@backchannel/bot';
import { problem } from '@backchannel/contracts';
import { openBroker, readEnvironment, run, Sentence } from '@backchannel/service';
import { Everything } from '@backchannel/standalone';
import { Hearing } from './hearing.ts';
import { type Options, optionsOf, typedPost } from './options.ts';
import { Player } from './player.ts';

/** Trap: what is typed before somebody reads it is lost, so it is opened late. */
class Terminal {
  #opened: Interface | undefined;

  open(): Interface {
    this.#opened ??= createInterface({
      input: process.stdin,
      output: process.stdin.isTTY ? process.stdout : undefined,
    });
    return this.#opened;
  }

  close(): void {
    this.#opened?.close();
  }
}

const print = (line: string) => void process.stdout.write(`${line}\n`);

run(async () => {
  const options = optionsOf(process.argv.slice(2));
  const bot = await botOf(options.file);
  const dataDir = mkdtempSync(join(tmpdir(), 'backchannel-play-'));
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { API_ALLOW, CREDENTIALS_FILE } = process.env;
  const environment = readEnvironment({
    PORT: String(port),
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    API_ALLOW,
    CREDENTIALS_FILE,
  });
  const everything = new Everything(server, (_request, response) => {
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem('not_found')));
  });
  const broker = openBroker(environment, 'play');
  await publish(broker, [bot]);
  await everything.start(environment, broker);

  const hearing: Hearing = await Hearing.begin(broker, (answer) => player.show(answer));
  const terminal = new Terminal();
  const ask = process.stdin.isTTY ? (question: string) => terminal.open().question(question) : undefined;
  const player: Player = new Player({ url: environment.publicUrl, hearing: () => hearing, options, print, ask });
  play(player, { options, botId: bot.bot.id, terminal })
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Sentence ? error.message : String(error)}\n`);
      process.exitCode = 1;
    })
    // Ends like Ctrl-C does.
    .finally(() => process.emit('SIGINT'));
  return async () => {
    terminal.close();
    await everything.stop(broker);
  };
});

interface Played {
  readonly options: Options;
  readonly botId: string;
  readonly terminal: Terminal;
}

async function play(player: Player, { options, botId, terminal }: Played): Promise<void> {
  await player.open(botId);
  if (options.post) await player.post(options.post);
  if (options.say.length > 0) {
    for (const text of options.say) await player.say(text);
    return;
  }
  if (options.post && !process.stdin.isTTY) return;
  if (player.ended) return;
  for await (const line of terminal.open()) {
    const text = line.trim();
    const post = text.startsWith('/post ') ? typedPost(text.slice('/post '.length)) : null;
    if (post) await player.post(post);
    else if (text !== '') await player.say(text);
    if (player.ended) return;
  }
}

async function botOf(file: string) {
  const { files, problems } = await read(file);
  const [bot] = files;
  if (bot && problems.length === 0) return bot;
  throw new Sentence(problems.length > 0 ? problems.map(lineOf).join('\n') : `${file} has no .json files`);
}

async function read(file: string) {
  try {
    return await checkBots(file);
  } catch (cause) {
    throw new Sentence(`${file} can not be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

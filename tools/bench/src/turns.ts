import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Bot, TurnOpened } from '@backchannel/contracts';
import { answerTurn, type Givers } from '@backchannel/dialog/answering';
import { CompiledBot } from '@backchannel/dialog/compiled';
import { sandboxFor } from '@backchannel/dialog/scripts';

// What one turn of a bot costs dialog, without broker and store: `node tools/bench/src/turns.ts [results.json]`.

const ROUNDS = 7;
const ROUND_MS = 300;

const sandbox = sandboxFor({ secret: 'x'.repeat(32), url: 'http://localhost/' });
const givers: Givers = {
  sandbox,
  outside: { ask: async () => ({ failed: 'the bench asks nobody' }) },
  say: async () => {},
};

/** A third each: exact words, phrases with alternatives, wildcards. */
function patternOf(number: number): string {
  if (number % 3 === 0) return `order status ${number}`;
  return number % 3 === 1 ? `(show|list) invoice ${number} (please|)` : `*where is parcel ${number}*`;
}

const script = `
  var count = Number(botContext.getBotVariable('count') || 0) + 1;
  botContext.setBotVariable('count', count, true, false);
  botContext.setBotVariable('last', botContext.getCurrentUserMessage(), true, false);
  botContext.sendMessage('That was number ' + count);`;

function botWith(patterns: number, preProcess?: string): Bot {
  const answer = (name: string) => ({ name, type: 'text', text: 'You said {$userMessage}.', preProcess });
  const dialogs = Array.from({ length: patterns }, (_, number) => ({
    name: `dialog ${number}`,
    starter: { patterns: [patternOf(number)] },
    interactions: [answer(`answer ${number}`)],
  }));
  return Bot.parse({ id: 'bench', name: 'Bench', dialogs });
}

function turnSaying(text: string): TurnOpened {
  const bot = { version: 1, sessionMs: 1, lateMessageMs: 1 };
  const at = { inputId: 'i', conversationId: 'c', at: 0 };
  return TurnOpened.schema.parse({
    turn: 1,
    input: { kind: 'said', text, botId: 'bench', bot, ...at },
    conversation: { conversationId: 'c', botId: 'bench', userId: 'u', attributes: {}, openedAt: 0, userAt: 0 },
    session: { number: 1, version: 1, startedAt: 0, webView: {}, variables: {}, stack: [], waiting: null },
  });
}

interface Measured {
  readonly name: string;
  readonly turnsPerSecond: number;
  readonly microseconds: number;
  readonly from: number;
  readonly to: number;
}

const taken = ['order status 3', 'list invoice 4 please', 'so, where is parcel 8?'];
const words = [...taken, 'nothing of that kind'];

interface Given {
  readonly words: readonly string[];
  /** So many turns at a time. */
  readonly together: number;
}

/** Turns of a bot: the median of the rounds after a warm-up, and how far they lie apart. */
async function measure(name: string, bot: CompiledBot, { words, together }: Given): Promise<Measured> {
  const turns = words.map(turnSaying);
  const environment = {};
  const rounds: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const began = performance.now();
    let done = 0;
    while (performance.now() - began < ROUND_MS) {
      const group = Array.from(
        { length: together },
        (_, number) => turns[(done + number) % turns.length] as TurnOpened,
      );
      await Promise.all(group.map((turn) => answerTurn({ bot, turn, environment }, givers)));
      done += together;
    }
    if (round > 0) rounds.push(((performance.now() - began) * 1000) / done);
  }
  rounds.sort((a, b) => a - b);
  const [from = 0, middle = 0, to = 0] = [rounds[0], rounds[Math.floor(ROUNDS / 2)], rounds.at(-1)];
  return { name, turnsPerSecond: Math.round(1e6 / middle), microseconds: middle, from, to };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const results: Measured[] = [];
const compiled: { patterns: number; parseMs: number; compileMs: number; botMb: number; compiledMb: number }[] = [];
for (const patterns of [10, 1000, 50_000]) {
  const empty = heapMb();
  let began = performance.now();
  const source = botWith(patterns);
  const parseMs = performance.now() - began;
  const botMb = heapMb() - empty;
  began = performance.now();
  const bot = new CompiledBot(source, 1);
  const compileMs = performance.now() - began;
  compiled.push({ patterns, parseMs, compileMs, botMb, compiledMb: heapMb() - empty - botMb });
  results.push(await measure(`starters only, ${patterns} patterns`, bot, { words, together: 1 }));
  const long = taken.map((one) => `${one} ${'and so it goes on, '.repeat(50)}`);
  results.push(await measure(`the same, 1,000 characters said`, bot, { words: long, together: 1 }));
}
const scripted = new CompiledBot(botWith(10, script), 1);
results.push(await measure('a script per turn, one turn at a time', scripted, { words: taken, together: 1 }));
results.push(await measure('a script per turn, 50 turns at a time', scripted, { words: taken, together: 50 }));
await sandbox.close();

for (const { name, turnsPerSecond, microseconds, from, to } of results) {
  const spread = `${from.toFixed(1)} to ${to.toFixed(1)}`;
  process.stdout.write(
    `${name.padEnd(40)} ${microseconds.toFixed(1).padStart(7)} µs a turn (${spread}), ${turnsPerSecond} turns/s\n`,
  );
}
for (const { patterns, parseMs, compileMs, botMb, compiledMb } of compiled) {
  const took = `parsed in ${parseMs.toFixed(0)} ms (${botMb.toFixed(1)} MB), compiled in ${compileMs.toFixed(0)} ms`;
  process.stdout.write(`${patterns} patterns: ${took} (${compiledMb.toFixed(1)} MB more)\n`);
}
const [, , path] = process.argv;
if (path !== undefined) writeFileSync(path, JSON.stringify({ turns: results, compiled }, null, 2));

import { writeFileSync } from 'node:fs';
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

/** Turns of a bot, so many at a time: the median of the rounds after a warm-up, and how far they lie apart. */
async function measure(name: string, bot: CompiledBot, together: number): Promise<Measured> {
  const words = ['order status 3', 'list invoice 4 please', 'so, where is parcel 8?', 'nothing of that kind'];
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

const results: Measured[] = [];
for (const patterns of [10, 1000, 50_000]) {
  const began = performance.now();
  const bot = new CompiledBot(botWith(patterns), 1);
  process.stdout.write(`${patterns} patterns: compiled in ${Math.round(performance.now() - began)} ms\n`);
  results.push(await measure(`starters only, ${patterns} patterns`, bot, 1));
}
// Three of four turns come to a script; the fourth starts nothing.
const scripted = new CompiledBot(botWith(10, script), 1);
results.push(await measure('a script per turn, one turn at a time', scripted, 1));
results.push(await measure('a script per turn, 50 turns at a time', scripted, 50));
await sandbox.close();

for (const { name, turnsPerSecond, microseconds, from, to } of results) {
  const spread = `${from.toFixed(1)} to ${to.toFixed(1)}`;
  process.stdout.write(
    `${name.padEnd(40)} ${microseconds.toFixed(1).padStart(7)} µs a turn (${spread}), ${turnsPerSecond} turns/s\n`,
  );
}
const [, , path] = process.argv;
if (path !== undefined) writeFileSync(path, JSON.stringify(results, null, 2));

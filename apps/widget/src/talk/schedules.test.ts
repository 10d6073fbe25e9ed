import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { passes, pending, Stage, texts } from './stage.fixture.ts';
import type { Talk } from './talking.ts';

// Whatever happens meanwhile, in whatever order: what people said in any tab is in the transcript once, in the order said.

const tab = fc.nat(2);
const act = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant('say' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('reload' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('cut' as const), tab }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('back' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('die' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('lose' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('refuse' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('answer' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('hide' as const), tab }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('rebuild' as const), tab }) },
);
const schedule = fc.array(fc.tuple(act, fc.constantFrom(0, 1, 3, 7, 12, 40, 600, 4000)), { maxLength: 40 });

class World extends Stage {
  readonly said: string[] = [];
  readonly #tabs = [0, 1, 2].map(() => this.browser.tab());
  #open: Talk[] = [];
  /** Of each tab, what was shown as news. */
  readonly heard: number[][] = [[], [], []];

  begin(): void {
    this.#open = this.#tabs.map((_, at) => this.#load(at));
  }

  do({ does, tab: at }: { does: string; tab: number }): void {
    const [tab, talk] = [this.#tabs[at], this.#open[at]];
    if (!tab || !talk) throw new Error(`no tab ${at}`);
    if (does === 'say') {
      this.said.push(`${this.said.length}`);
      talk.say(`${this.said.length - 1}`);
    }
    if (does === 'reload') {
      talk.destroy();
      this.#open[at] = this.#load(at);
    }
    if (does === 'cut') this.chat.cut();
    if (does === 'back') this.chat.isReachable = true;
    if (does === 'die') for (const socket of this.chat.open.slice(at)) socket.isDead = true;
    if (does === 'lose') this.chat.losses.push('say');
    if (does === 'refuse') this.chat.refuse('say', 'unavailable');
    if (does === 'answer' && this.chat.conversations.size > 0) this.chat.answer({ text: 'bot', delayMs: at * 500 });
    if (does === 'hide') tab.show(!tab.isVisible());
    if (does === 'rebuild') this.#rebuild();
  }

  async settle(): Promise<Talk[]> {
    this.chat.isReachable = true;
    this.chat.losses.length = 0;
    this.chat.refusals.length = 0;
    await passes(120_000);
    for (const tab of this.#tabs) tab.tell('online');
    await passes(120_000);
    return this.#open;
  }

  /** The transcript has been made anew from the log. */
  #rebuild(): void {
    this.chat.epoch += '+';
    for (const socket of this.chat.open) socket.end(1012);
  }

  #load(at: number): Talk {
    const talk = this.load(this.#tabs[at]);
    talk.onMessage(({ seq }) => this.heard[at]?.push(seq));
    talk.start();
    return talk;
  }
}

test('each message is in the transcript once, in the order in which it was said', async () => {
  await fc.assert(
    fc.asyncProperty(schedule, async (acts) => {
      using world = new World();
      world.begin();
      for (const [act, ms] of acts) {
        world.do(act);
        await passes(ms);
      }
      const talks = await world.settle();
      const { messages = [] } = world.chat.conversations.get(talks[0]?.now.current?.conversationId ?? '') ?? {};
      const shown = messages.filter(({ from }) => from === 'user').map(({ text }) => text);
      expect(shown).toEqual(world.said);
      for (const talk of talks) {
        expect(texts(talk)).toEqual(messages.map(({ text }) => text));
        expect(talk.now.status).toBe('online');
        expect([...pending(talk), ...talk.now.refused]).toEqual([]);
      }
      expect([...world.browser.items.keys()].filter((name) => name.includes('said:'))).toEqual([]);
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  );
}, 120_000);

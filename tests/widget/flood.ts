import { post } from '../scenario/outside.ts';
import type { Guest } from './guest.ts';
import type { Surroundings } from './surroundings.ts';

/** Posts go out in lanes: in each, the next when the one before was taken. So the order within a lane is known. */
const LANES = 10;

interface Ids {
  readonly botId: string;
  readonly conversationId: string;
  readonly userId: string;
}

/** A page with the bot `counter` that counts what it is shown, in how many strokes that is drawn, and in how many frames it could be. */
const counting = `<script>
  window.heard = [];
  window.strokes = 0;
  window.ticks = 0;
  window.Backchannel ||= [];
  Backchannel.push(['on', 'conversation', (ids) => { window.ids = ids; }]);
  Backchannel.push(['on', 'message', ({ seq, text }) => heard.push([seq, text])]);
  Backchannel.push(['on', 'open', () => {
    const isDrawn = ({ target }) => target.className === 'lines' || target.className === 'content';
    const { shadowRoot } = document.querySelector('backchannel-chat');
    new MutationObserver((changes) => { strokes += changes.some(isDrawn); }).observe(shadowRoot, { subtree: true, childList: true });
    let told = 0;
    const tick = () => {
      ticks += 1;
      if (heard.length > told) window.shown((told = heard.length));
      requestAnimationFrame(tick);
    };
    tick();
  }]);
</script>`;

/** Somebody who has the chat open while outside systems post more than anybody could read. */
export class Flood {
  readonly guest: Guest;
  readonly #ingest: string;
  readonly #ids: Ids;
  #shown = 0;
  #sent = 0;
  #told = Promise.withResolvers<void>();

  private constructor(guest: Guest, ingest: string, ids: Ids) {
    this.guest = guest;
    this.#ingest = ingest;
    this.#ids = ids;
  }

  static async open(around: Surroundings): Promise<Flood> {
    const { system, site } = around;
    const guest = await around.arrive({});
    let tell = (_count: number) => {};
    await guest.page.exposeFunction('shown', (count: number) => tell(count));
    await guest.page.goto(site.page({ head: counting, body: around.tag('data-bot="counter" data-open') }));
    const ids = await guest.page.waitForFunction('window.ids');
    const flood = new Flood(guest, system.ingest, (await ids.jsonValue()) as Ids);
    tell = (count) => flood.#tell(count);
    return flood;
  }

  /** Resolves when the page has shown them all. At most so many have been sent and are not answered. */
  async pour(count: number, most: number): Promise<void> {
    const end = this.#sent + count;
    const lane = async (number: number) => {
      while (this.#sent < end) {
        if (this.#sent - this.#shown >= most) {
          await this.#told.promise;
          continue;
        }
        this.#sent += 1;
        const { status, body } = await post(this.#ingest, { ids: this.#ids, message: `${number} ${this.#sent}` });
        if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
      }
    };
    await Promise.all(Array.from({ length: LANES }, (_, number) => lane(number)));
    while (this.#shown < end) await this.#told.promise;
  }

  #tell(count: number): void {
    this.#shown = count;
    this.#told.resolve();
    this.#told = Promise.withResolvers();
  }

  /** What `Backchannel.on('message')` has told. */
  heard(): Promise<[seq: number, text: string][]> {
    return this.guest.page.evaluate('window.heard');
  }

  strokes(): Promise<{ strokes: number; frames: number }> {
    return this.guest.page.evaluate('({ strokes, frames: ticks })');
  }

  /** Scrolls up to the first message. Answers with everything that was on the way, and the most that was drawn at a time. */
  readUp(): Promise<{ read: [seq: number, text: string][]; most: number }> {
    return this.guest.page.evaluate(async () => {
      const { shadowRoot } = document.querySelector('backchannel-chat') as Element;
      const log = shadowRoot?.querySelector('.transcript') as Element;
      const read = new Map<number, string>();
      let most = 0;
      for (;;) {
        const lines = [...log.querySelectorAll<HTMLElement>('[data-seq]')];
        most = Math.max(most, lines.length);
        for (const line of lines) {
          const text = line.querySelector('.bubble')?.textContent ?? '';
          const seq = Number(line.dataset['seq']);
          if ((read.get(seq) ?? text) !== text) throw new Error(`${seq} is another one now: ${text}`);
          read.set(seq, text);
        }
        const places = lines.map(({ dataset }) => Number(dataset['seq']));
        if (places.some((seq, at) => at > 0 && seq !== (places[at - 1] ?? 0) + 1)) throw new Error(places.join());
        if (places[0] === 1) return { read: [...read].toSorted(([one], [other]) => one - other), most };
        log.scrollTop = 0;
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      }
    });
  }
}

import { BotVersionTopic, TurnAnswered, type TurnOpened } from '@backchannel/contracts';
import { Seals } from '@backchannel/contracts/sealed';
import type { Sandbox } from '@backchannel/sandbox';
import { BotSettingsReader, type Opened, sealKeys } from '@backchannel/service';
import { answerTurn, type Givers } from './answering.ts';
import { callsCounted, countSandbox, runsCounted } from './figures.ts';
import { openOutside } from './outside/open.ts';
import type { Outside } from './outside/outside.ts';
import { sandboxFor, signerOf } from './scripting/scripts.ts';
import { BotSurroundings } from './surroundings.ts';
import { Versions } from './versions.ts';

/** Everything that answering takes: the bots, their settings, the sandbox of their scripts, the door to outside APIs. */
export class Desk {
  readonly #versions: Versions;
  readonly #settings: BotSettingsReader;
  readonly #surroundings: BotSurroundings;
  readonly #sandbox: Sandbox;
  readonly #outside: Outside;
  readonly #log: Opened['log'];
  readonly #broker: Opened['broker'];
  #closed = false;

  constructor(opened: Opened) {
    this.#log = opened.log;
    this.#broker = opened.broker;
    this.#versions = new Versions((what, about) => opened.log.warn(about, what));
    this.#settings = new BotSettingsReader(opened);
    this.#surroundings = new BotSurroundings(new Seals(sealKeys(opened.environment)), (place) =>
      opened.log.error(place, 'a sealed value of an environment can not be opened'),
    );
    this.#sandbox = sandboxFor(signerOf(opened.environment), runsCounted(opened.meter));
    this.#outside = openOutside(opened, callsCounted(opened.meter));
    countSandbox(opened.meter, this.#sandbox);
    opened.health.add(() => [...this.#versions.waitsFor(), ...this.#settings.waitsFor()]);
    const hear = (record: Parameters<Versions['hear']>[0]) => this.#versions.hear(record);
    opened.follow({ topics: [BotVersionTopic], from: 'start', hear }, () => this.#versions.started());
  }

  async answer(turn: TurnOpened, traceparent: string | undefined): Promise<TurnAnswered> {
    const { botId } = turn.conversation;
    const bot = await this.#versions.of(botId, turn.session.version);
    await this.#settings.read();
    const settings = this.#settings.get(botId);
    const around = settings ? this.#surroundings.of(settings) : { environment: {} };
    const answered = await answerTurn({ ...around, bot, turn, traceparent }, this.#givers(traceparent));
    // A sandbox that closes has not run every script: the turn is for somebody else.
    if (this.#closed) throw new Error('dialog is closing');
    return answered;
  }

  /** Turns that wait or call will come again, to another instance. Nest calls it before the broker is closed. */
  async onModuleDestroy(): Promise<void> {
    this.#closed = true;
    this.#versions.close();
    await Promise.all([this.#outside.close(), this.#sandbox.close()]);
  }

  #givers(traceparent: string | undefined): Givers {
    return {
      sandbox: this.#sandbox,
      outside: this.#outside,
      say: async (part) => {
        const event = TurnAnswered.of(part, { time: Date.now(), traceparent });
        // The final part has all of it: what is lost here comes later.
        await this.#broker.publish([event]).catch((error: unknown) => {
          this.#log.warn({ err: error, conversation: part.conversation.conversationId }, 'a part could not be said');
        });
      },
    };
  }
}

import type { TurnAnswered, TurnOpened } from '@backchannel/contracts';
import { limits } from '@backchannel/contracts';
import { derivedId } from '@backchannel/contracts/ids';
import type { Ran, Sandbox } from '@backchannel/sandbox';
import type { CompiledBot } from './compiled.ts';
import { answer } from './interpreter.ts';
import type { Answer, Outside } from './outside/outside.ts';
import type { Surroundings } from './run.ts';
import type { OutsideCall, ScriptCall } from './steps.ts';

/** How long a call may take before the person is shown their own words, and what the bot has said until then. */
const PART_MS = 150;

/** Who gives the interpreter what it needs. */
export interface Givers {
  readonly sandbox: Pick<Sandbox, 'run'>;
  readonly outside: Pick<Outside, 'ask'>;
  /** Says an answer that is not complete yet. */
  say(part: TurnAnswered): Promise<void>;
  /** What all outside calls of a turn may take together. */
  readonly callsMs?: number;
}

export interface Asked extends Surroundings {
  readonly bot: CompiledBot;
  readonly turn: TurnOpened;
  readonly traceparent?: string | undefined;
}

/**
 * Answers a turn. Rejects only where a giver does, because it can't say whether it has done what it was asked for: then
 * the turn is to be tried again.
 */
export async function answerTurn(asked: Asked, givers: Givers): Promise<TurnAnswered> {
  const steps = answer(asked.bot, asked.turn, asked);
  const supply = new Supply(asked, givers);
  let step = steps.next();
  while (!step.done) {
    const need = step.value;
    step = steps.next('run' in need ? await supply.run(need.run) : await supply.ask(need));
  }
  return step.value;
}

/** What one turn is given. */
class Supply {
  readonly #asked: Asked;
  readonly #givers: Givers;
  /** What its outside calls may still take, in milliseconds. */
  #left: number;
  /** How many messages the log has: the person's own, and replies. */
  #said = 0;

  constructor(asked: Asked, givers: Givers) {
    this.#asked = asked;
    this.#givers = givers;
    this.#left = this.#callsMs;
  }

  get #callsMs(): number {
    return this.#givers.callsMs ?? limits.callsMs;
  }

  run(call: ScriptCall): Promise<Ran> {
    return this.#givers.sandbox.run({ ...call, program: this.#asked.bot.program });
  }

  async ask({ ask: request, step, part }: OutsideCall): Promise<Answer> {
    const { turn, traceparent } = this.#asked;
    const { conversationId, botId } = turn.conversation;
    // A timer may come a little early: what is left of a millisecond is no time to ask in.
    if (this.#left < 1) return { failed: `The calls of this turn have taken ${this.#callsMs / 1000} s already.` };
    const key = derivedId('call', conversationId, String(turn.turn), step);
    const asking = { botId, key, withinMs: this.#left, ...(traceparent !== undefined && { traceparent }) };

    const began = performance.now();
    const slow = setTimeout(() => void this.#sayPart(part()), PART_MS);
    try {
      return await this.#givers.outside.ask(request, asking);
    } finally {
      clearTimeout(slow);
      this.#left -= performance.now() - began;
    }
  }

  async #sayPart(part: TurnAnswered): Promise<void> {
    const messages = part.replies.length + (part.message ? 1 : 0);
    if (messages === this.#said) return;
    this.#said = messages;
    await this.#givers.say(part);
  }
}

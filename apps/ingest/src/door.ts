import {
  type Accepted,
  type BotSettings,
  type DoorName,
  type Event,
  type InputReceived,
  InputTracked,
  limits,
  type Outcome,
  type ProblemCode,
} from '@backchannel/contracts';
import { newId } from '@backchannel/contracts/ids';
import { allow, Opened, Rates, Refused, rateHeaders, rateOf } from '@backchannel/service';
import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Addresses } from './addresses.ts';
import { type Headers, waitOf } from './headers.ts';
import { Outcomes } from './outcomes.ts';

/** Whose post it is, as far as its sender has shown. */
export interface Sender {
  readonly conversationId: string;
  readonly botId: string;
  readonly door: DoorName;
  /** Of the bot's webhook, where it came there. */
  readonly endpoint?: string;
}

/** What every door does with a post that it lets in, and with one that it does not. */
@Injectable()
export class Door {
  constructor(
    private readonly opened: Opened,
    private readonly outcomes: Outcomes,
    readonly addresses: Addresses,
  ) {}

  private readonly refusals = new Rates();

  /** The checks behind authentication: what they refuse, the bot's owner can look up. */
  check<Result>(sender: Sender, checks: () => Result): Result {
    try {
      return checks();
    } catch (error) {
      if (error instanceof Refused) this.track(sender, error);
      throw error;
    }
  }

  /** The last of the checks: whether the bot takes so many posts. Its sender hears how many more. */
  allow({ botId, limits: own }: BotSettings, reply: FastifyReply): void {
    const perSecond = own?.postsPerSecond ?? limits.rates.posts;
    void reply.headers(rateHeaders(allow(this.opened.rates, `posts:${botId}`, perSecond)));
  }

  /** 202 once the log has the input; with `Prefer: wait` what became of it, 200, or the problem. */
  async say(event: Event<InputReceived>, headers: Headers, reply: FastifyReply): Promise<Accepted> {
    const { inputId, conversationId } = event.data;
    // Before somebody waits for it.
    this.opened.room.require();
    const waitMs = waitOf(headers);
    const outcome = waitMs > 0 ? this.outcomes.wait(inputId, waitMs) : null;
    await this.opened.say([event]);
    this.opened.log.debug({ inputId, conversation: conversationId }, 'accepted');

    if (waitMs > 0) void reply.header('preference-applied', `wait=${waitMs / 1000}`);
    const became = await outcome;
    if (!became) return { inputId, status: 'accepted' };
    void reply.code(200);
    return told(inputId, became);
  }

  /** Of a flood some are told: the journal is not to be what it fills. */
  private track(sender: Sender, { problem: { code, pointer } }: Refused): void {
    const { conversationId, botId, door, endpoint } = sender;
    const { waitMs } = this.refusals.take(subjectOf(sender, code), rateOf(limits.rates.refusals));
    if (waitMs > 0 || !this.opened.room.has()) return;
    const refused = InputTracked(
      { stage: 'refused', inputId: newId(), conversationId, botId, door, endpoint, code, pointer },
      { time: Date.now() },
    );
    this.opened.broker.publish([refused]).catch((error: unknown) => {
      this.opened.log.warn({ err: error, conversation: conversationId }, 'a refusal could not be told');
    });
  }
}

/** Whose refusals it is one of. Bots that there are not share theirs: there is no end of their names. */
function subjectOf({ botId, door }: Sender, code: ProblemCode): string {
  // At a webhook it is the bot of the webhook, whichever the body names.
  return code === 'bot_unknown' && door !== 'hook' ? 'unknown' : `bot:${botId}`;
}

/** An outcome as the waiting sender hears it. */
function told(inputId: string, { outcome, code, note, turn }: Outcome): Accepted {
  if (outcome === 'answered' || outcome === 'applied') return { inputId, status: outcome, note, turn };
  throw new Refused(code ?? 'input_failed', { inputId });
}

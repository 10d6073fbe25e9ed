import { ClientFrame, OutsideId, PageResult, type Problem, problem, Say } from '@backchannel/contracts';
import { parseBody, problemOf, Refused } from '@backchannel/service';
import { z } from 'zod';
import type { Acknowledgements } from './acknowledgements.ts';
import type { ChatStore } from './chat.store.ts';
import type { Door } from './door.ts';
import { frames } from './frames.ts';
import type { Senders } from './senders.ts';
import type { Tab } from './tab.ts';

/** Frames of one tab that have no answer yet. */
const UNSETTLED = 100;

const Claim = z.object({ callId: OutsideId });

interface Parts {
  readonly door: Door;
  readonly store: Pick<ChatStore, 'claim'>;
  readonly senders: Senders;
  readonly acknowledgements: Acknowledgements;
  /** An error that is nobody's fault but ours. */
  readonly failed: (error: unknown) => void;
}

/** What a tab says after its `hello`. */
export class Visit {
  readonly #tab: Tab;
  readonly #parts: Parts;
  #unsettled = 0;

  constructor(tab: Tab, parts: Parts) {
    this.#tab = tab;
    this.#parts = parts;
  }

  hear(text: string): void {
    const { type, ...body } = asObject(parseJson(text));
    switch (type) {
      case 'ack':
        return this.#ack({ type, ...body });
      case 'say':
        return void this.#serve(body.id, () => this.#say(body));
      case 'claim':
        return void this.#serve(body.callId, () => this.#claim(body));
      case 'return':
        return void this.#serve(body.callId, () => this.#return(body));
      default:
        this.#tab.close('frame_invalid');
    }
  }

  #ack(json: object): void {
    const frame = ClientFrame.safeParse(json);
    if (!frame.success || frame.data.type !== 'ack') return this.#tab.close('frame_invalid');
    // Nobody has seen what was not sent.
    const seen = Math.min(frame.data.seq, this.#tab.after);
    if (seen > 0) this.#parts.acknowledgements.seen(this.#tab.conversationId, seen);
  }

  /** One frame, one answer: what is refused is explained under the frame's own id, and the socket stays. */
  async #serve(id: unknown, answer: () => Promise<Buffer>): Promise<void> {
    const tab = this.#tab;
    if (tab.claims.exp * 1000 <= Date.now()) return tab.close('token_expired');
    try {
      if (this.#unsettled >= UNSETTLED) throw new Refused('rate_limited');
      this.#unsettled += 1;
      try {
        tab.write([await answer()]);
      } finally {
        this.#unsettled -= 1;
      }
    } catch (error) {
      const refusal = refusalOf(error, this.#parts.failed);
      tab.write([frames.problem(refusal, typeof id === 'string' ? id : undefined)]);
    }
  }

  async #say(body: Record<string, unknown>): Promise<Buffer> {
    if (typeof body.id !== 'string') throw new Refused('field_missing', { pointer: '/id' });
    return await this.#send(body.id, parseBody(Say, body));
  }

  async #return(body: Record<string, unknown>): Promise<Buffer> {
    const result = parseBody(PageResult, body);
    return await this.#send(result.callId, result);
  }

  async #send(id: string, say: Say): Promise<Buffer> {
    const { door, senders } = this.#parts;
    const input = door.hear(this.#tab.claims, say, Date.now());
    senders.remember(input.inputId, this.#tab, id);
    await door.heard(input);
    return frames.accepted(id, input.inputId);
  }

  async #claim(body: Record<string, unknown>): Promise<Buffer> {
    const { callId } = parseBody(Claim, body);
    const { conversationId, id: owner } = this.#tab;
    const yours = await this.#parts.store.claim(conversationId, { callId, owner, now: Date.now() });
    return frames.claimed(callId, yours);
  }
}

export function refusalOf(error: unknown, failed: (error: unknown) => void): Problem {
  const known = problemOf(error);
  if (!known) failed(error);
  return known ?? problem('internal');
}

function asObject(json: unknown): Record<string, unknown> {
  return typeof json === 'object' && json !== null ? { ...json } : {};
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

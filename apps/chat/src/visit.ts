import { ClientFrame, type Problem, problem, Say } from '@backchannel/contracts';
import { parseBody, problemOf, Refused } from '@backchannel/service';
import type { Acknowledgements } from './acknowledgements.ts';
import type { Door } from './door.ts';
import { frames } from './frames.ts';
import type { Senders } from './senders.ts';
import type { Tab } from './tab.ts';

/** Messages of one tab that the log does not have yet. */
const UNSETTLED = 100;

interface Parts {
  readonly door: Door;
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
    const json = parseJson(text);
    const frame = ClientFrame.safeParse(json);
    if (frame.success && frame.data.type === 'ack') this.#ack(frame.data.seq);
    else if (isSay(json)) void this.#say(json);
    else this.#tab.close('frame_invalid');
  }

  #ack(seq: number): void {
    // Nobody has seen what was not sent.
    const seen = Math.min(seq, this.#tab.after);
    if (seen > 0) this.#parts.acknowledgements.seen(this.#tab.conversationId, seen);
  }

  async #say(frame: Record<string, unknown>): Promise<void> {
    const { type: _type, ...body } = frame;
    const { door, senders, failed } = this.#parts;
    const tab = this.#tab;
    try {
      if (typeof body.id !== 'string') throw new Refused('field_missing', { pointer: '/id' });
      if (tab.claims.exp * 1000 <= Date.now()) return tab.close('token_expired');
      if (this.#unsettled >= UNSETTLED) throw new Refused('rate_limited');
      const input = door.hear(tab.claims, parseBody(Say, body), Date.now());
      senders.remember(input.inputId, tab, body.id);
      this.#unsettled += 1;
      try {
        await door.say(input);
      } finally {
        this.#unsettled -= 1;
      }
      tab.write([frames.accepted(body.id, input.inputId)]);
    } catch (error) {
      const refusal = refusalOf(error, failed);
      tab.write([frames.problem(refusal, typeof body.id === 'string' ? body.id : undefined)]);
    }
  }
}

export function refusalOf(error: unknown, failed: (error: unknown) => void): Problem {
  const known = problemOf(error);
  if (!known) failed(error);
  return known ?? problem('internal');
}

function isSay(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && (json as { type?: unknown }).type === 'say';
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { pause } from './back-off.ts';
import { newKey } from './digest.ts';
import type { Accepted, Outcome, Receipt } from './outcome.ts';
import { BackchannelError } from './problem.ts';
import { type Patience, send } from './request.ts';

/** The longest that a door waits for an outcome, in seconds. */
const DOOR_WAITS = 30;
const POLL_MS = 250;
const POLL_MOST_MS = 2000;

export interface Call {
  /** Ends it; what is thrown then is the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface PostCall extends Call {
  /** The same key and body again is the same post, for a day. Without it one is made: attempts of one call share it. */
  readonly idempotencyKey?: string;
  /** Seconds to wait for the outcome; without it, the answer says that the post is durable. */
  readonly wait?: number;
}

export interface OutcomeCall extends Call {
  /** Seconds, 30 without it. */
  readonly wait?: number;
}

export interface DoorOptions extends Patience {
  /** Where `GET /v1/inputs/{id}` is; without it, where the door is. */
  readonly inputsUrl?: string | URL;
}

interface Address extends DoorOptions {
  readonly post: URL;
  readonly authorization: () => string | Promise<string>;
  /** Whether the credential is good for one post only, and therefore a key by itself. */
  readonly once?: boolean;
}

/** One door of Backchannel, with the credential that opens it. */
export class Door<Body> {
  readonly #address: Address;
  readonly #bodyOf: (body: Body) => object;

  constructor(address: Address, bodyOf: (body: Body) => object) {
    this.#address = address;
    this.#bodyOf = bodyOf;
  }

  /** Resolves when the post is durable, or with `wait` when its outcome is known, if that comes in time. */
  async post(body: Body, { idempotencyKey = newKey(), wait = 0, signal }: PostCall = {}): Promise<Accepted> {
    const end = Date.now() + wait * 1000;
    const seconds = Math.min(Math.ceil(wait), DOOR_WAITS);
    const { post, once, retries, timeoutMs } = this.#address;
    const accepted = await send({
      url: post,
      method: 'POST',
      headers: {
        authorization: await this.#address.authorization(),
        'content-type': 'application/json',
        ...(!once && { 'idempotency-key': idempotencyKey }),
        ...(seconds > 0 && { prefer: `wait=${seconds}` }),
      },
      body: JSON.stringify(this.#bodyOf(body)),
      waitMs: seconds * 1000,
      retries,
      timeoutMs,
      signal,
    });
    if (!isAccepted(accepted)) throw new BackchannelError('unexpected_answer', { detail: 'the answer has no inputId' });
    if (accepted.status !== 'accepted' || wait <= DOOR_WAITS) return accepted;
    return (await this.#ended(accepted.inputId, end, signal)) ?? accepted;
  }

  /** What is known of a post of this sender now. */
  async input(inputId: string, { signal }: Call = {}): Promise<Receipt> {
    const { post, inputsUrl = baseOf(post), retries, timeoutMs, authorization } = this.#address;
    const url = new URL(`v1/inputs/${encodeURIComponent(inputId)}`, slashed(inputsUrl));
    const headers = { authorization: await authorization() };
    return (await send({ url, method: 'GET', headers, retries, timeoutMs, signal })) as Receipt;
  }

  /** Resolves when the post has ended well. Throws how else it ended, or `no_outcome` when it did not in time. */
  async outcome(inputId: string, { wait = DOOR_WAITS, signal }: OutcomeCall = {}): Promise<Outcome> {
    const outcome = await this.#ended(inputId, Date.now() + wait * 1000, signal);
    if (outcome) return outcome;
    throw new BackchannelError('no_outcome', { inputId, detail: `not known after ${wait} seconds` });
  }

  async #ended(inputId: string, end: number, signal: AbortSignal | undefined): Promise<Outcome | null> {
    for (let ms = POLL_MS; ; ms = Math.min(ms * 1.5, POLL_MOST_MS)) {
      const receipt = await this.#known(inputId, signal);
      const outcome = receipt && endOf(receipt);
      if (outcome) return outcome;
      if (Date.now() + ms > end) return null;
      await pause(ms, signal);
    }
  }

  /** Null: nothing is known yet. The journal hears of a post a moment after its sender. */
  async #known(inputId: string, signal: AbortSignal | undefined): Promise<Receipt | null> {
    try {
      return await this.input(inputId, { ...(signal && { signal }) });
    } catch (error) {
      if (error instanceof BackchannelError && error.code === 'not_found') return null;
      throw error;
    }
  }
}

function endOf({ inputId, outcome, code, note, pointer }: Receipt): Outcome | null {
  if (outcome === 'accepted') return null;
  if (outcome === 'answered' || outcome === 'applied') return { inputId, status: outcome, ...(note && { note }) };
  throw new BackchannelError(code ?? 'input_failed', { inputId, pointer: pointer ?? undefined });
}

/** Where everything is, seen from one door: they have their paths in common. */
function baseOf({ href }: URL): string {
  return href.replace(/(thirdparty-services-0\.1|v1\/hooks)\/.*$/, '');
}

/** Relative addresses go on from a slash. */
export const slashed = (url: string | URL): string => String(url).replace(/\/?$/, '/');

const isAccepted = (json: unknown): json is Accepted =>
  typeof json === 'object' && json !== null && 'inputId' in json && typeof json.inputId === 'string';

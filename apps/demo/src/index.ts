import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { problem } from '@backchannel/contracts';
import { parseBody, problemOf, Refused } from '@backchannel/service';
import { type Addresses, policyOf } from './addresses.ts';
import type { Backstage } from './backstage.ts';
import { jsonIn } from './body.ts';
import { demoFiles, type File } from './files.ts';
import { type Hook, openHook } from './hook.ts';
import { happenedTo, SignIn, tellChat } from './sign-in.ts';

export type { Addresses } from './addresses.ts';
export type { Backstage } from './backstage.ts';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A shop as other companies have it: its pages, and a server that may post to the bot's webhook. */
export class Demo {
  readonly #files: ReadonlyMap<string, File>;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #report: (error: unknown) => void;
  #opened: { readonly hook: Hook; readonly backstage: Backstage } | undefined;

  /** `report` is told of what is nobody's fault but ours. */
  constructor(addresses: Addresses, report: (error: unknown) => void) {
    this.#files = demoFiles(addresses);
    this.#report = report;
    this.#headers = {
      'cache-control': 'no-cache',
      'content-security-policy': policyOf(addresses),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    };
  }

  /** Gets the shop's server its endpoint and its token. Until then nobody can sign in. */
  async open(backstage: Backstage): Promise<void> {
    this.#opened = { hook: await openHook(backstage), backstage };
  }

  readonly listener: RequestListener = (request, response) => {
    void this.#answer(request)
      .catch((error: unknown) => this.#refusal(error))
      .then((answer) => this.#send(answer, request, response));
  };

  async #answer(request: IncomingMessage): Promise<Answer> {
    const { method = 'GET', url = '/' } = request;
    const path = url.split('?', 1)[0] ?? '/';
    const file = this.#files.get(path);
    if (file) return only(method, ['GET', 'HEAD'], () => ({ status: 200, ...file }));
    if (path === '/sign-in') return only(method, ['POST'], () => this.#signIn(request));
    const [, inputId] = /^\/happened\/([\w-]{1,100})$/.exec(path) ?? [];
    if (inputId !== undefined) return only(method, ['GET'], () => this.#happened(inputId));
    throw new Refused('not_found');
  }

  async #signIn(request: IncomingMessage): Promise<Answer> {
    const signIn = parseBody(SignIn, await jsonIn(request));
    return json(await tellChat(this.#backstage().hook, signIn));
  }

  async #happened(inputId: string): Promise<Answer> {
    const { hook, backstage } = this.#backstage();
    return json(await happenedTo(inputId, hook, backstage.controlUrl));
  }

  #backstage() {
    if (this.#opened) return this.#opened;
    throw new Refused('unavailable', { detail: 'the shop’s server has no token for the webhook yet' });
  }

  #refusal(error: unknown): Answer {
    const known = problemOf(error);
    if (!known) this.#report(error);
    const said = known ?? problem('internal');
    const answer = { status: said.status, type: 'application/problem+json', body: JSON.stringify(said) };
    return said.code === 'method_not_allowed' ? { ...answer, headers: { allow: said.detail ?? '' } } : answer;
  }

  #send({ status, type, body, headers }: Answer, { method }: IncomingMessage, response: ServerResponse): void {
    response.writeHead(status, { ...this.#headers, ...headers, 'content-type': type });
    response.end(method === 'HEAD' ? '' : body);
  }
}

const json = (value: unknown): Answer => ({ status: 200, type: 'application/json', body: JSON.stringify(value) });

function only<Value>(method: string, allowed: readonly string[], answer: () => Value): Value {
  if (allowed.includes(method)) return answer();
  throw new Refused('method_not_allowed', { detail: allowed.join(', ') });
}

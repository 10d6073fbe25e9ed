import type { Route } from '@backchannel/contracts/admin';
import { Opened, Refused } from '@backchannel/service';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Store } from '../store/store.ts';
import { callerOfAdminKey } from './admin-keys.ts';
import type { Caller } from './caller.ts';
import { SignInCookie } from './cookie.ts';
import { callerOfKey } from './keys.ts';
import { askedFrom } from './origin.ts';
import { callerOfSignIn } from './sign-ins.ts';

/** Who asks: whoever holds a key, or is signed in. */
@Injectable()
export class Callers {
  constructor(
    private readonly store: Store,
    private readonly opened: Opened,
    private readonly cookie: SignInCookie,
  ) {}

  /** Null for what anybody may ask. */
  async of(route: Route, request: FastifyRequest): Promise<Caller | null> {
    if (route.scope === 'anybody') return this.anybody(route, request);
    const { authorization } = request.headers;
    const caller = await (authorization === undefined ? this.person(route, request) : this.holder(authorization));
    if (caller) return caller;
    throw new Refused('unauthorized', { detail: 'neither a good API key (Authorization: Bearer) nor a sign-in' });
  }

  private async holder(authorization: string): Promise<Caller | null> {
    const [, key] = /^Bearer ([^ ]+)$/i.exec(authorization) ?? [];
    if (key === undefined) return null;
    return callerOfAdminKey(this.opened.environment.adminKeys, key) ?? callerOfKey(this.store.db, key, Date.now());
  }

  /** A browser sends the cookie whatever page asks: what changes something must come from ours. */
  private async person({ method }: Route, { headers }: FastifyRequest): Promise<Caller | null> {
    const token = this.cookie.read(headers.cookie);
    const caller = token === null ? null : await callerOfSignIn(this.store.db, token, Date.now());
    if (caller && method !== 'GET' && this.askedFrom(headers) !== 'here') throw fromElsewhere();
    return caller;
  }

  /** Nobody is signed in by another page, either. */
  private anybody({ method }: Route, { headers }: FastifyRequest): null {
    if (method !== 'GET' && this.askedFrom(headers) === 'elsewhere') throw fromElsewhere();
    return null;
  }

  private askedFrom(headers: FastifyRequest['headers']) {
    return askedFrom(headers, this.opened.environment.publicUrl);
  }
}

const fromElsewhere = () => new Refused('forbidden', { detail: 'a page of another origin asks this' });

import { type Asked, SignIn, SignOut, WhoAmI } from '@backchannel/contracts/admin';
import { Controller, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeAudit } from '../audit/audit.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import { endTry } from './back-off.store.ts';
import type { Caller } from './caller.ts';
import { SignInCookie } from './cookie.ts';
import { prove } from './credentials.ts';
import { meOf, signInOf } from './person.ts';
import { endSignIn } from './sign-ins.ts';
import { notThem, welcome } from './welcome.ts';

/** In to the console, and out. */
@Controller()
export class SignInController {
  constructor(
    private readonly store: Store,
    private readonly cookie: SignInCookie,
  ) {}

  @Handles(SignIn)
  async signIn(
    @Ask() { body }: Asked<typeof SignIn>,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const proved = await prove(this.store.db, { ...body, ip });
    if (!proved) throw notThem();
    const { me, token } = await this.store.change(async (trx) => {
      await endTry(trx, { email: body.email, ip });
      return welcome(trx, proved, 'person.signed-in');
    });
    void reply.header('set-cookie', this.cookie.give(token));
    return me;
  }

  @Handles(SignOut)
  async signOut(@By() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    await this.store.change(async (trx) => {
      await endSignIn(trx, signInOf(caller));
      await writeAudit(trx, caller, { action: 'person.signed-out', subject: `people/${caller.id}` });
    });
    void reply.header('set-cookie', this.cookie.takeBack());
  }

  @Handles(WhoAmI)
  whoAmI(@By() caller: Caller) {
    return meOf(caller);
  }
}

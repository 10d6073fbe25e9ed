import { AcceptInvitation, type Asked, SetUp } from '@backchannel/contracts/admin';
import { Controller, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Ask, Handles } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import { SignInCookie } from './cookie.ts';
import { invited, useInvitation } from './invitations.ts';
import { hashPassword } from './passwords.ts';
import { addPerson } from './people.store.ts';
import { SetupLinks } from './setup-links.ts';
import { welcome } from './welcome.ts';

/** How somebody comes to have a password: by a link, once. Both sign them in. */
@Controller()
export class BeginningController {
  constructor(
    private readonly store: Store,
    private readonly links: SetupLinks,
    private readonly cookie: SignInCookie,
  ) {}

  @Handles(SetUp)
  async setUp(@Ask() { body }: Asked<typeof SetUp>, @Res({ passthrough: true }) reply: FastifyReply) {
    const { token: link, email, name } = body;
    await this.links.require(link);
    const password = await hashPassword(body.password);
    const { me, token } = await this.store.change(async (trx) => {
      await this.links.use(trx, link);
      const id = await addPerson(trx, { email, name, password, scopes: null, bots: null, createdBy: 'the setup link' });
      return welcome(trx, { id, password }, 'person.set-up');
    });
    void reply.header('set-cookie', this.cookie.give(token));
    return me;
  }

  @Handles(AcceptInvitation)
  async accept(@Ask() { body }: Asked<typeof AcceptInvitation>, @Res({ passthrough: true }) reply: FastifyReply) {
    const id = await invited(this.store.db, body.token, Date.now());
    const password = await hashPassword(body.password);
    const { me, token } = await this.store.change(async (trx) => {
      await useInvitation(trx, body.token);
      await trx.updateTable('people').set({ password }).where('id', '=', id).execute();
      return welcome(trx, { id, password }, 'person.joined');
    });
    void reply.header('set-cookie', this.cookie.give(token));
    return me;
  }
}

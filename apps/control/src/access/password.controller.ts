import { type Asked, ChangePassword } from '@backchannel/contracts/admin';
import { Refused } from '@backchannel/service';
import { Controller, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { writeAudit } from '../audit/audit.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import { endTry } from './back-off.store.ts';
import type { Caller } from './caller.ts';
import { prove } from './credentials.ts';
import { hashPassword } from './passwords.ts';
import { signInOf } from './person.ts';
import { endOtherSignIns } from './sign-ins.ts';

/** Somebody's own password. The old one is asked for, and its failures count: a sign-in may have been left open. */
@Controller()
export class PasswordController {
  constructor(private readonly store: Store) {}

  @Handles(ChangePassword)
  async change(@Ask() { body }: Asked<typeof ChangePassword>, @By() caller: Caller, @Req() { ip }: FastifyRequest) {
    const { db } = this.store;
    const { email } = await db
      .selectFrom('people')
      .select('email')
      .where('id', '=', caller.id)
      .executeTakeFirstOrThrow();
    const proved = await prove(db, { email, ip, password: body.current });
    if (!proved) throw notTheirs();
    const password = await hashPassword(body.password);
    await this.store.change(async (trx) => {
      const changed = await trx
        .updateTable('people')
        .set({ password })
        .where('id', '=', caller.id)
        .where('password', '=', proved.password)
        .returning('id')
        .execute();
      if (changed.length === 0) throw notTheirs();
      await endOtherSignIns(trx, caller.id, signInOf(caller));
      await endTry(trx, { email, ip });
      await writeAudit(trx, caller, { action: 'person.password-changed', subject: `people/${caller.id}` });
    });
  }
}

const notTheirs = () =>
  new Refused('field_invalid', { pointer: '/current', detail: '/current: that is not the password' });

import { type Asked, InvitePerson, ListPeople, RemovePerson } from '@backchannel/contracts/admin';
import { Opened, Refused } from '@backchannel/service';
import { Controller } from '@nestjs/common';
import { writeAudit } from '../audit/audit.ts';
import { Ask, By, Handles } from '../http/handles.ts';
import { Store } from '../store/store.ts';
import type { Caller } from './caller.ts';
import { requireWithin, seesGrant } from './grant.ts';
import { invite } from './invitations.ts';
import { addPerson, listPeople, readPerson, removePerson } from './people.store.ts';

/** Who may sign in to the console. */
@Controller()
export class PeopleController {
  constructor(
    private readonly store: Store,
    private readonly opened: Opened,
  ) {}

  @Handles(ListPeople)
  list(@Ask() { query }: Asked<typeof ListPeople>, @By() caller: Caller) {
    return listPeople(this.store.db, caller, query);
  }

  @Handles(InvitePerson)
  invite(@Ask() { body }: Asked<typeof InvitePerson>, @By() caller: Caller) {
    requireWithin(caller, body);
    return this.store.change(async (trx) => {
      const id = await addPerson(trx, { ...body, password: null, createdBy: caller.name });
      const { token } = await invite(trx, id, Date.now());
      const after = await readPerson(trx, id);
      await writeAudit(trx, caller, { action: 'person.invited', subject: `people/${id}`, after });
      return { ...after, link: `${this.opened.environment.publicUrl}/admin/invitation#token=${token}` };
    });
  }

  /** Whoever could not have invited somebody can't remove them. */
  @Handles(RemovePerson)
  remove(@Ask() { params: { personId } }: Asked<typeof RemovePerson>, @By() caller: Caller) {
    return this.store.change(async (trx) => {
      const before = await readPerson(trx, personId);
      if (!before || !seesGrant(caller, before))
        throw new Refused('not_found', { detail: 'there is nobody with that id' });
      requireWithin(caller, before);
      await removePerson(trx, personId);
      await writeAudit(trx, caller, { action: 'person.removed', subject: `people/${personId}`, before });
    });
  }
}

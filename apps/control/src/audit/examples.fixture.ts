import { CreateKey, ListAudit } from '@backchannel/contracts/admin';
import { type Example, example } from '../access/example.fixture.ts';

export const examples: readonly Example[] = [
  example(
    ListAudit,
    async (office) => {
      const key = { name: 'ci', scopes: ['bots:read'], bots: null, expiresAt: null };
      await office.call(CreateKey, { body: key });
      return {};
    },
    { elsewhere: 'filtered' },
  ),
];

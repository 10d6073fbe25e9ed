import {
  AcceptInvitation,
  ChangePassword,
  CreateKey,
  InvitePerson,
  ListKeys,
  ListPeople,
  RemovePerson,
  RevokeKey,
  SetUp,
  SignIn,
  SignOut,
  WhoAmI,
} from '@backchannel/contracts/admin';
import { ada, invite, join, setUpLink, signedIn } from './console.fixture.ts';
import { type Example, example } from './example.fixture.ts';

const key = { name: 'ci', scopes: ['bots:write'], bots: ['shop'], expiresAt: null };
const bob = { email: 'bob@example.org', name: 'Bob', scopes: ['bots:read'], bots: ['shop'] };

export const examples: readonly Example[] = [
  // Whoever asks is in it, with their own key.
  example(ListKeys, async () => ({}), { elsewhere: 'no bot' }),
  example(CreateKey, async () => ({ body: key }), { elsewhere: 'forbidden' }),
  example(
    RevokeKey,
    async (office) => ({ params: { keyId: (await office.call(CreateKey, { body: key })).body.keyId } }),
    { elsewhere: 'hidden' },
  ),
  example(
    ListPeople,
    async (office) => {
      await invite(office, bob);
      return {};
    },
    { elsewhere: 'filtered' },
  ),
  example(InvitePerson, async () => ({ body: bob }), { elsewhere: 'forbidden' }),
  example(RemovePerson, async (office) => ({ params: { personId: (await invite(office, bob)).personId } }), {
    elsewhere: 'hidden',
  }),
  example(SetUp, async (office) => ({ body: { ...ada, token: setUpLink(office) } }), { elsewhere: 'no bot' }),
  example(
    AcceptInvitation,
    async (office) => ({ body: { token: (await invite(office, bob)).token, password: 'correct horse battery' } }),
    { elsewhere: 'no bot' },
  ),
  example(
    SignIn,
    async (office) => {
      await join(office);
      return { key: null, body: { email: ada.email, password: ada.password } };
    },
    { elsewhere: 'no bot' },
  ),
  example(SignOut, async (office) => signedIn(await join(office)), { elsewhere: 'no bot' }),
  example(WhoAmI, async () => ({}), { elsewhere: 'no bot' }),
  example(
    ChangePassword,
    async (office) => ({
      ...signedIn(await join(office)),
      body: { current: ada.password, password: 'another correct horse' },
    }),
    { elsewhere: 'no bot' },
  ),
];

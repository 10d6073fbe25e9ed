import { z } from 'zod';
import { OutsideId } from '../webview.ts';
import { defineRoute, Moment, Paged, pageOf, type Route } from './route.ts';
import { Scope } from './scopes.ts';

const Name = z.string().trim().min(1).max(100);
const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());
const Bots = z.array(OutsideId).min(1).max(1000).nullable().describe('the bots that it is for; null: all of them');
const Scopes = z.array(Scope).min(1);

/** Long enough, and nothing else: rules about signs make passwords worse (NIST SP 800-63B). */
export const Password = z.string().min(12).max(256);

/** A key, without what it is: that was in the answer that made it, once. */
export const ApiKey = z.object({
  keyId: z.string(),
  name: z.string(),
  lastFour: z.string().describe('how the key ends, to tell it from others'),
  scopes: z.array(Scope),
  bots: Bots,
  createdAt: Moment,
  createdBy: z.string().describe('the name of who made it'),
  expiresAt: Moment.nullable(),
  revokedAt: Moment.nullable(),
  lastUsedAt: Moment.nullable().describe('to the minute'),
});
export type ApiKey = z.infer<typeof ApiKey>;

export const ListKeys = defineRoute({
  id: 'listKeys',
  method: 'GET',
  path: '/admin/v1/keys',
  tag: 'Access',
  summary: 'API keys, the newest first; a caller for some bots sees those that are for no others',
  scope: 'access:read',
  query: Paged,
  answer: pageOf(ApiKey),
});

export const CreateKey = defineRoute({
  id: 'createKey',
  method: 'POST',
  path: '/admin/v1/keys',
  tag: 'Access',
  summary: 'Makes an API key, which may do no more than who makes it; the answer shows it, once',
  scope: 'access:write',
  body: z.strictObject({
    name: Name,
    scopes: Scopes,
    bots: Bots,
    expiresAt: Moment.nullable().describe('when it ends by itself; null: never'),
  }),
  status: 201,
  answer: ApiKey.extend({ key: z.string().describe('the key: kept nowhere, so it can not be shown again') }),
});

const OneKey = z.object({ keyId: z.string() });

export const RevokeKey = defineRoute({
  id: 'revokeKey',
  method: 'DELETE',
  path: '/admin/v1/keys/{keyId}',
  tag: 'Access',
  summary: 'Ends a key at once, for good; once more does no harm',
  scope: 'access:write',
  params: OneKey,
  problems: ['not_found'],
});

/** Somebody who signs in to the console. */
export const Person = z.object({
  personId: z.string(),
  email: z.string(),
  name: z.string(),
  scopes: z.array(Scope).nullable().describe('null: all, those of later releases too'),
  bots: Bots,
  createdAt: Moment,
  createdBy: z.string().describe('the name of who invited them'),
  signedInAt: Moment.nullable().describe('the last time'),
  invitedUntil: Moment.nullable().describe('until when their link is good; null: they have used it'),
});
export type Person = z.infer<typeof Person>;

export const ListPeople = defineRoute({
  id: 'listPeople',
  method: 'GET',
  path: '/admin/v1/people',
  tag: 'Access',
  summary: 'People, the newest first; a caller for some bots sees those that are for no others',
  scope: 'access:read',
  query: Paged,
  answer: pageOf(Person),
});

export const InvitePerson = defineRoute({
  id: 'invitePerson',
  method: 'POST',
  path: '/admin/v1/people',
  tag: 'Access',
  summary: 'Invites somebody, who may do no more than who invites; the answer shows their link, once',
  scope: 'access:write',
  body: z.strictObject({
    email: Email,
    name: Name,
    scopes: Scopes.nullable().describe('null: all, those of later releases too; with all bots, an owner'),
    bots: Bots,
  }),
  status: 201,
  answer: Person.extend({ link: z.url().describe('to be sent to them: good for seven days, once') }),
  problems: ['conflict'],
});

export const RemovePerson = defineRoute({
  id: 'removePerson',
  method: 'DELETE',
  path: '/admin/v1/people/{personId}',
  tag: 'Access',
  summary: 'Removes somebody and signs them out everywhere; the last owner stays',
  scope: 'access:write',
  params: z.object({ personId: z.string() }),
  problems: ['not_found', 'conflict'],
});

/** Who asks, and what they may. */
export const Me = z.object({
  kind: z.enum(['key', 'person']),
  id: z.string(),
  name: z.string(),
  scopes: z.array(Scope),
  bots: Bots,
});
export type Me = z.infer<typeof Me>;

export const WhoAmI = defineRoute({
  id: 'whoAmI',
  method: 'GET',
  path: '/admin/v1/me',
  tag: 'Access',
  summary: 'Who asks, and what they may',
  scope: 'signed-in',
  answer: Me,
});

const LinkToken = z.string().max(200).describe('what stands behind #token= in the link');

export const SetUp = defineRoute({
  id: 'setUp',
  method: 'POST',
  path: '/admin/v1/setup',
  tag: 'Access',
  summary: 'The first owner, by the link that the log shows while nobody exists; signs in',
  scope: 'anybody',
  body: z.strictObject({ token: LinkToken, email: Email, name: Name, password: Password }),
  status: 201,
  answer: Me,
  problems: ['unauthorized', 'forbidden', 'conflict'],
});

export const AcceptInvitation = defineRoute({
  id: 'acceptInvitation',
  method: 'POST',
  path: '/admin/v1/invitation',
  tag: 'Access',
  summary: 'Who was invited sets a password; signs in',
  scope: 'anybody',
  body: z.strictObject({ token: LinkToken, password: Password }),
  status: 201,
  answer: Me,
  problems: ['unauthorized', 'forbidden'],
});

export const SignIn = defineRoute({
  id: 'signIn',
  method: 'POST',
  path: '/admin/v1/sign-in',
  tag: 'Access',
  summary: 'Signs in to the console: the answer sets its cookie',
  scope: 'anybody',
  body: z.strictObject({ email: z.string().trim().max(254).toLowerCase(), password: z.string().max(1000) }),
  answer: Me,
  problems: ['unauthorized', 'forbidden', 'rate_limited'],
});

export const SignOut = defineRoute({
  id: 'signOut',
  method: 'POST',
  path: '/admin/v1/sign-out',
  tag: 'Access',
  summary: 'Ends the sign-in that the cookie stands for; only for people',
  scope: 'signed-in',
});

export const ChangePassword = defineRoute({
  id: 'changePassword',
  method: 'PUT',
  path: '/admin/v1/me/password',
  tag: 'Access',
  summary: 'Another password for who is signed in: ends their other sign-ins; only for people',
  scope: 'signed-in',
  body: z.strictObject({ current: z.string().max(1000), password: Password }),
  problems: ['rate_limited'],
});

export const accessRoutes: readonly Route[] = [
  ListKeys,
  CreateKey,
  RevokeKey,
  ListPeople,
  InvitePerson,
  RemovePerson,
  SetUp,
  AcceptInvitation,
  SignIn,
  SignOut,
  WhoAmI,
  ChangePassword,
];

import { AcceptInvitation, SetUp } from '@backchannel/contracts/admin';
import type { Field } from './field.ts';
import type { Beginning } from './page.ts';

const { name, password } = SetUp.body.shape;

const newPassword: Field = {
  name: 'password',
  label: 'Password',
  hint: `At least ${password.minLength} characters; several words are fine.`,
  type: 'password',
  autocomplete: 'new-password',
  shortest: password.minLength,
  rule: `The password needs ${password.minLength} to ${password.maxLength} characters.`,
};

export const setup: Beginning = {
  route: SetUp,
  title: 'Make the first owner',
  about: 'Nobody can sign in yet. The first owner may do everything, and invites the others.',
  fields: [
    {
      name: 'email',
      label: 'Email',
      type: 'email',
      autocomplete: 'username',
      rule: 'An email address is needed, like name@example.org.',
    },
    {
      name: 'name',
      label: 'Name',
      hint: 'As others see who changed something.',
      type: 'text',
      autocomplete: 'name',
      longest: name.maxLength,
      rule: `The name needs 1 to ${name.maxLength} characters.`,
    },
    newPassword,
  ],
  send: 'Make the owner',
  link: '…/admin/setup#token=bci_…',
  source: 'in the log of control',
  ended:
    'This link is not good, or not any more: it works once, for 24 hours. While nobody can sign in, each start of control prints a new one in its log.',
};

export const invitation: Beginning = {
  route: AcceptInvitation,
  title: 'You are invited',
  about: 'Choose a password. With your email and this password you sign in from now on.',
  fields: [newPassword],
  send: 'Accept the invitation',
  link: '…/admin/invitation#token=bci_…',
  source: 'in your invitation',
  ended:
    'This link is not good, or not any more: it works once, for seven days. Ask whoever invited you for a new one.',
};

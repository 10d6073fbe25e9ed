import { z } from 'zod';

/** What a key or a person may be allowed to do. */
export const scopes = {
  'bots:read': 'see bots, their drafts, versions and settings',
  'bots:write': 'change drafts and settings, publish, roll back, switch on and off',
  'tokens:write': 'make and end webhook tokens and return-link keys',
  'journal:read': 'see what became of inputs, without values',
  'conversations:read': 'see conversations, transcripts and variables; what those hold only where the bot shows it',
  'conversations:write': 'end, resume, export and erase conversations',
  'parked:read': 'see what could not be processed',
  'parked:write': 'redrive and discard what could not be processed',
  'access:read': 'see keys and people',
  'access:write': 'make and end keys, invite people',
  'audit:read': 'see who changed what',
} as const;

export type Scope = keyof typeof scopes;
export const Scope = z.enum(Object.keys(scopes) as [Scope, ...Scope[]]);

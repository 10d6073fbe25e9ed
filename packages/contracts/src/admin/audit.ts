import { z } from 'zod';
import { Json } from '../json.ts';
import { OutsideId } from '../webview.ts';
import { defineRoute, Moment, Paged, pageOf, type Route } from './route.ts';

/** One change, and who made it. */
export const AuditEntry = z.object({
  auditId: z.string(),
  at: Moment,
  by: z.object({
    kind: z.string().describe('`key` or `person`'),
    id: z.string(),
    name: z.string().describe('as it was then'),
  }),
  action: z.string(),
  botId: OutsideId.nullable().describe('null where it is about no bot'),
  subject: z.string().describe('what was changed, as a path'),
  before: Json.describe('null where there was nothing'),
  after: Json.describe('null where nothing is left'),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const ListAudit = defineRoute({
  id: 'listAudit',
  method: 'GET',
  path: '/admin/v1/audit',
  tag: 'Audit',
  summary: 'Who changed what, the newest first; a caller for some bots sees what was changed of these',
  scope: 'audit:read',
  query: Paged.extend({
    botId: OutsideId.optional(),
    by: z.string().optional().describe('the id of a person or a key'),
    action: z.string().optional(),
    from: Moment.optional(),
    to: Moment.optional().describe('up to, and without'),
  }),
  answer: pageOf(AuditEntry),
});

export const auditRoutes: readonly Route[] = [ListAudit];

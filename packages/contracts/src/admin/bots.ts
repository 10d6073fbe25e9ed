import { z } from 'zod';
import { OutsideId } from '../webview.ts';
import { defineRoute, Moment, Paged, pageOf, type Route } from './route.ts';

/** A bot as a team sees it in its list. */
export const BotSummary = z.object({
  botId: OutsideId,
  name: z.string(),
  enabled: z.boolean(),
  /** The version on which new sessions begin; null before the first is published. */
  version: z.int().positive().nullable(),
  /** Whether the draft differs from that version. */
  draftChanged: z.boolean(),
  createdAt: Moment,
  updatedAt: Moment,
});
export type BotSummary = z.infer<typeof BotSummary>;

export const ListBots = defineRoute({
  id: 'listBots',
  method: 'GET',
  path: '/admin/v1/bots',
  tag: 'Bots',
  summary: 'All bots that the caller may see, by their ids',
  scope: 'bots:read',
  query: Paged,
  answer: pageOf(BotSummary),
});

export const botRoutes: readonly Route[] = [ListBots];

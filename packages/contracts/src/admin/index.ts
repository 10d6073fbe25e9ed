import { accessRoutes } from './access.ts';
import { auditRoutes } from './audit.ts';
import { botRoutes } from './bots.ts';
import { conversationRoutes } from './conversations.ts';
import { docsRoutes } from './docs.ts';
import { hookRoutes } from './hooks.ts';
import { journalRoutes } from './journal.ts';
import { parkedRoutes } from './parked.ts';
import type { Route } from './route.ts';
import { settingsRoutes } from './settings.ts';

export * from './access.ts';
export * from './audit.ts';
export * from './bots.ts';
export * from './conversations.ts';
export * from './docs.ts';
export * from './doors.ts';
export * from './hooks.ts';
export * from './journal.ts';
export * from './parked.ts';
export * from './route.ts';
export * from './scopes.ts';
export * from './settings.ts';

/** The whole admin API: in the order of its documentation. */
export const adminRoutes: readonly Route[] = [
  ...botRoutes,
  ...settingsRoutes,
  ...hookRoutes,
  ...journalRoutes,
  ...conversationRoutes,
  ...parkedRoutes,
  ...accessRoutes,
  ...auditRoutes,
  ...docsRoutes,
];

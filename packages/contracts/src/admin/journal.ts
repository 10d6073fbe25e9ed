import type { Route } from './route.ts';

export const journalRoutes: readonly Route[] = [];

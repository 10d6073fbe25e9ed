import type { Route } from './route.ts';

export const hookRoutes: readonly Route[] = [];

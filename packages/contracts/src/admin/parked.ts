import type { Route } from './route.ts';

export const parkedRoutes: readonly Route[] = [];

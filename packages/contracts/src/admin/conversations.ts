import type { Route } from './route.ts';

export const conversationRoutes: readonly Route[] = [];

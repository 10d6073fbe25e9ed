import type { z } from 'zod';
import type { WaitInteraction } from './bot/question.ts';
import type { Posted } from './conversation.ts';

// What a wait step waits for and what a post brings are compared by name: session and dialog must agree on it.

/** What satisfies a wait step, as `waiting.for` and `session.arrived` name it. */
export function arrivalFor(wanted: WaitInteraction['for']): string {
  if ('endpoint' in wanted) return `endpoint:${wanted.endpoint}`;
  return wanted.webView === true ? 'webview' : `webview:${wanted.webView}`;
}

/** Everything that a post satisfies. A variable that it takes away has not arrived. */
export function arrivalsOf({ endpoint, variables }: Pick<z.infer<typeof Posted>, 'endpoint' | 'variables'>): string[] {
  if (endpoint !== undefined) return [`endpoint:${endpoint}`];
  const names = Object.entries(variables).filter(([, value]) => value !== null);
  return ['webview', ...names.map(([name]) => `webview:${name}`)];
}

import { ConversationLog, Turns } from './conversation.ts';
import type { Topic } from './event.ts';
import { BotSettingsTopic, BotVersionTopic } from './settings.ts';
import { Tracking } from './tracking.ts';

export * from './arrival.ts';
export * from './bot/index.ts';
export * from './chat.ts';
export * from './close-codes.ts';
export * from './conversation.ts';
export * from './event.ts';
export * from './hook.ts';
export * from './json.ts';
export * from './limits.ts';
export * from './look.ts';
export * from './markup.ts';
export * from './parked.ts';
export * from './pointer.ts';
export * from './problem.ts';
export * from './regular-expression.ts';
export * from './replies.ts';
export * from './session.ts';
export * from './settings.ts';
export * from './texts.ts';
export * from './tracking.ts';
export * from './transcript.ts';
export * from './webview.ts';

/** Every topic there is. Each has a `<name>.parked` beside it. */
export const topics: readonly Topic[] = [ConversationLog, Turns, Tracking, BotSettingsTopic, BotVersionTopic];

export type { Call, Door, DoorOptions, OutcomeCall, PostCall } from './door.ts';
export type { Json, Variables } from './json.ts';
export type { Accepted, Note, Outcome, Receipt } from './outcome.ts';
export { BackchannelError, type ClientCode, type Problem, type ProblemCode } from './problem.ts';
export type { Patience } from './request.ts';
export { type ReturnTicket, returnLink } from './return-link.ts';
export { type WebViewOptions, type WebViewPost, webView } from './web-view.ts';
export { type WebhookOptions, type WebhookPost, webhook } from './webhook.ts';

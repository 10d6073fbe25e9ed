export { prelude } from './bot-context.ts';
export { sandboxFor } from './scripts.ts';

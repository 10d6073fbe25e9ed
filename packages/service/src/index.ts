export { BotSettingsReader } from './bot-settings.ts';
export { allowAnyOrigin } from './cors.ts';
export { type Environment, readEnvironment, Sentence } from './environment.ts';
export { Health } from './health.ts';
export { openLog } from './log.ts';
export { listen, main, run, runOnce } from './main.ts';
export { linkSecrets, Opened, openBroker, sealKeys, tokenSecrets } from './opened.ts';
export { parseBody, pointerOf, problemOf, Refused } from './problems.ts';
export { type Running, type Service, serve } from './serve.ts';

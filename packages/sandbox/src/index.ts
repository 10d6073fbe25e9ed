export { BotCheck, type CheckedBot } from './bot-check.ts';
export type { Call, Failure, Program, Ran, ScriptName } from './call.ts';
export { DEFAULT_LIMITS, type SandboxLimits } from './limits.ts';
export { Sandbox, type SandboxOptions, type SandboxStanding } from './sandbox.ts';

export * from './bot.ts';
export * from './condition.ts';
export * from './next.ts';
export { Pattern } from './pattern.ts';
export * from './question.ts';
export * from './rule.ts';
export * from './statement.ts';
export * from './step.ts';
export { type Path, type Target, targetsOf } from './targets.ts';

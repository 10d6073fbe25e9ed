import { contextCallsIn } from './calls.ts';
import type { BotScript } from './scripts.ts';
import { tokensOf } from './tokens.ts';

const trigger = 'setTriggerNextMessage';

/** The interactions that scripts lead to. */
export interface Triggers {
  readonly names: readonly string[];
  /** There are others, only known when the script runs. */
  readonly unknown: boolean;
}

export function triggersIn(scripts: readonly Pick<BotScript, 'source'>[]): Triggers {
  const names: string[] = [];
  let all = 0;
  for (const { source } of scripts) {
    if (!source.includes(trigger)) continue;
    all += tokensOf(source).filter(({ value }) => value === trigger).length;
    for (const { name, literals } of contextCallsIn(source)) {
      if (name === trigger && typeof literals[0] === 'string') names.push(literals[0]);
    }
  }
  return { names, unknown: all > names.length };
}

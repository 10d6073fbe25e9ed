import type { Bot, Interaction } from './bot.ts';
import { botContextFunctions, triedNames } from './bot-context.ts';
import { type ContextCall, contextCallsIn } from './calls.ts';
import { meant } from './closest.ts';
import { scriptsOf } from './scripts.ts';
import { interactionsByName, type Path } from './targets.ts';

/** A place in a bot, and what is to be said of it. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** Of a script: where in it. The message says it too. */
  readonly line?: number;
}

/** What is found in each interaction, where paths begin at it. */
export function findingsIn(
  { dialogs }: Pick<Bot, 'dialogs'>,
  find: (interaction: Interaction) => readonly Finding[],
): readonly Finding[] {
  return dialogs.flatMap(({ interactions }, d) =>
    interactions.flatMap((interaction, i) =>
      find(interaction).map(({ path, ...finding }) => ({
        ...finding,
        path: ['dialogs', d, 'interactions', i, ...path],
      })),
    ),
  );
}

const functions = new Set(botContextFunctions.flatMap(({ functions }) => functions.map(({ name }) => name)));
/** What every object has. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** What can be seen in a bot's scripts without running them: a function or an interaction that there is not. */
export function scriptProblemsOf(bot: Bot): readonly Finding[] {
  const interactions = interactionsByName(bot.dialogs);
  return scriptsOf(bot).flatMap(({ source, path, runs }) =>
    contextCallsIn(source).flatMap((call) => {
      // What is switched off leads nowhere.
      const message = functionProblem(call) ?? (runs ? targetProblem(call, interactions) : undefined);
      return message === undefined ? [] : [{ path, message: `line ${call.line}: ${message}`, line: call.line }];
    }),
  );
}

function functionProblem({ name }: ContextCall): string | undefined {
  if (functions.has(name) || inherited.has(name)) return undefined;
  const tried = Object.hasOwn(triedNames, name) ? triedNames[name] : undefined;
  const others = tried === undefined ? meant(name, functions) : `; did you mean ${JSON.stringify(tried)}?`;
  return `botContext has no function ${JSON.stringify(name)}${others}`;
}

function targetProblem(
  { name, literals: [target] }: ContextCall,
  interactions: ReadonlyMap<string, boolean>,
): string | undefined {
  if (name !== 'setTriggerNextMessage' || typeof target !== 'string') return undefined;
  const enabled = interactions.get(target);
  if (enabled) return undefined;
  const said = JSON.stringify(target);
  return enabled === false
    ? `the interaction ${said} is switched off`
    : `there is no interaction ${said}${meant(target, interactions.keys())}`;
}

/** What a script asks for and does not get. */
export function scriptWarnings(bot: Bot): readonly Finding[] {
  return scriptsOf(bot).flatMap(({ source, path }) =>
    contextCallsIn(source).flatMap(({ name, literals, line }) => {
      const message = `line ${line}: no variable is kept for ever: this one is kept as long as the session`;
      return name === 'setBotVariable' && literals[3] === true ? [{ path, message, line }] : [];
    }),
  );
}

import {
  Bot,
  BotFile,
  expressionProblemsOf,
  type Finding,
  findingsOf,
  scriptProblemsOf,
  scriptsOf,
  warningsOf,
} from '@backchannel/contracts';
import { Sandbox } from './sandbox.ts';

/** What is to be said of a bot to its author. */
export interface CheckedBot<Content = Bot> {
  /** Without it, the bot can't be read. */
  readonly content?: Content;
  /** With any of them it can't run. */
  readonly problems: readonly Finding[];
  /** What is probably not meant, although it can run. */
  readonly warnings: readonly Finding[];
}

/** Checks bots: their data, and their scripts with the engine that will run them; it is started for the first script. */
export class BotCheck {
  #sandbox: Sandbox | undefined;

  async bot(value: unknown): Promise<CheckedBot> {
    const { data, error } = Bot.safeParse(value);
    return data ? this.#checked(data, data) : unreadable(findingsOf(Bot, value, error.issues));
  }

  /** A bot as a file in git, with its settings. */
  async file(value: unknown): Promise<CheckedBot<BotFile>> {
    const { data, error } = BotFile.safeParse(value);
    return data ? this.#checked(data, data.bot) : unreadable(findingsOf(BotFile, value, error.issues));
  }

  async close(): Promise<void> {
    await this.#sandbox?.close();
  }

  async #checked<Content>(content: Content, bot: Bot): Promise<CheckedBot<Content>> {
    const problems = [...expressionProblemsOf(bot), ...(await this.#syntaxProblems(bot)), ...scriptProblemsOf(bot)];
    return { content, problems, warnings: warningsOf(bot) };
  }

  async #syntaxProblems(bot: Bot): Promise<readonly Finding[]> {
    const found = await Promise.all(
      scriptsOf(bot).map(async ({ source, kind, path }) => {
        this.#sandbox ??= new Sandbox({ workers: 1 });
        const failure = await this.#sandbox.check(source, kind);
        if (!failure) return [];
        const { reason, line, message } = failure;
        if (reason === 'worker') throw new Error(`the scripts could not be read: ${message}`);
        return [line === undefined ? { path, message } : { path, message: `line ${line}: ${message}`, line }];
      }),
    );
    return found.flat();
  }
}

const unreadable = (problems: readonly Finding[]): CheckedBot<never> => ({ problems, warnings: [] });

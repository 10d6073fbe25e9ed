import type { Bot, BotFile } from '@backchannel/contracts';
import type { BotCheckup, BotFinding } from '@backchannel/contracts/admin';
import { BotCheck, type CheckedBot } from '@backchannel/sandbox';
import { pointerOf, Refused } from '@backchannel/service';
import { Injectable } from '@nestjs/common';

/** Says what is wrong with bots, as `npm run bot check` does. */
@Injectable()
export class Checker {
  readonly #check = new BotCheck();

  async checkup(value: unknown): Promise<BotCheckup> {
    const { problems, warnings } = await this.#check.bot(value);
    return { canRun: problems.length === 0, problems: problems.map(told), warnings: warnings.map(told) };
  }

  /** The bot, if it can run. */
  async requireBot(value: unknown): Promise<Bot> {
    return contentOf(await this.#check.bot(value));
  }

  async requireFile(value: unknown): Promise<BotFile> {
    return contentOf(await this.#check.file(value));
  }

  async onModuleDestroy(): Promise<void> {
    await this.#check.close();
  }
}

function contentOf<Content>({ content, problems }: CheckedBot<Content>): Content {
  if (content !== undefined && problems.length === 0) return content;
  const errors = problems.map(told);
  const [first] = errors;
  throw new Refused('bot_invalid', {
    detail:
      first && `${first.pointer || '/'}: ${first.detail}${errors.length > 1 ? `; and ${errors.length - 1} more` : ''}`,
    errors,
  });
}

function told({ path, message, line }: CheckedBot['problems'][number]): BotFinding {
  return { pointer: pointerOf(path), detail: message, ...(line !== undefined && { line }) };
}

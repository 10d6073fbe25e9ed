import { randomUUID } from 'node:crypto';
import type { InputReceived, TurnAnswered } from '@backchannel/contracts';
import { afterAll } from 'vitest';
import { answerTurn, type Givers } from './answering.ts';
import { botOf, TurnByTurn } from './bot.fixture.ts';
import { openDoor } from './outside/api.fixture.ts';
import type { OutsideOptions } from './outside/outside.ts';
import { sandbox } from './scripting/script.fixture.ts';

/** The real sandbox and the real door to outside APIs, for the tests of a file. */
export function live(options: Partial<OutsideOptions> = {}) {
  const { outside } = openDoor(options);
  afterAll(() => outside.close());
  return (dialogs: object[], more: object = {}, given: Partial<Givers> = {}) =>
    new LiveTalk(botOf(dialogs, more), { sandbox, outside, ...given });
}

/** A conversation with a bot that has scripts and calls outside APIs. */
class LiveTalk extends TurnByTurn {
  /** What was said before an answer was complete, in all turns. */
  readonly parts: TurnAnswered[] = [];
  /** Another one for each: what was asked in one conversation is remembered. */
  conversationId: string = randomUUID();
  environment: Record<string, string> = {};

  constructor(
    private readonly bot: ReturnType<typeof botOf>,
    private readonly givers: Omit<Givers, 'say'>,
  ) {
    super();
  }

  /** What the bot answers, as texts. */
  async hear(input: InputReceived | string): Promise<unknown[]> {
    const { bot, environment, givers, parts } = this;
    const say = async (part: TurnAnswered) => void parts.push(part);
    const opened = this.open(input);
    const turn = { ...opened, conversation: { ...opened.conversation, conversationId: this.conversationId } };
    return this.take(await answerTurn({ bot, turn, environment }, { ...givers, say }));
  }
}

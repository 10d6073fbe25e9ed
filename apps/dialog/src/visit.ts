import type { Run } from './run.ts';
import { filledMessages, type Unsent } from './speech.ts';

/** One time that the bot came to a step in a turn. */
export class Visit {
  /** Unique in the conversation, and the same in every attempt at the turn. */
  readonly id: string;
  readonly run: Run;
  /** A script wants its texts said in one message each, however long. */
  whole = false;
  #place = 0;

  constructor(id: string, run: Run) {
    this.id = id;
    this.run = run;
  }

  /** What an author's text becomes: nothing where it is a command (Conversation Builder, system patterns). */
  text(template: string): Unsent[] {
    const { run } = this;
    if (obeys(run, template)) return [];
    return filledMessages(template, run.memory.placeholder, this.most);
  }

  /** How long its messages may be. */
  get most(): number {
    return this.whole ? Number.POSITIVE_INFINITY : this.run.bot.bot.splitChars;
  }

  say(template: string) {
    this.send(this.text(template));
  }

  send(replies: readonly Unsent[]) {
    for (const reply of replies) {
      this.#place += 1;
      this.run.send(`${this.id}:${this.#place}`, reply);
    }
  }
}

/** Whether a text is not to be shown but done. */
export function obeys(run: Pick<Run, 'ending'>, text: string): boolean {
  switch (text.trim()) {
    case 'BLANK_MESSAGE':
      return true;
    case 'LP_CLOSEDIALOG':
      run.ending = 'close_dialog';
      return true;
    case 'LP_CLOSECONVERSATION':
      run.ending = 'close_conversation';
      return true;
    default:
      return false;
  }
}

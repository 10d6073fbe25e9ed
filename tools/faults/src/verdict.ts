import { Ledger, type Violations } from '@backchannel/bench/ledger';
import type { Message } from '@backchannel/contracts';
import { numberIn, type Utterance } from './crowd/utterance.ts';

export type { Violations };

/** What must be so: accepted is shown once, in the order in which it was accepted; what was not accepted, once or never. */
export interface Ended {
  /** All that was ever said, by its numbers: what was shown an hour ago can be lost now. */
  readonly said: readonly Utterance[];
  /** What is on the screen of each person in the end. */
  readonly screens: readonly (readonly Message[])[];
}

/** Both the bot's answers and the lines that they answer: the worse of the two. */
export function verdictOf(ended: Ended): Violations {
  const answers = violationsAmong(ended, ({ from }) => from === 'bot');
  const asked = violationsAmong(ended, ({ from }) => from !== 'bot');
  const names = Object.keys(answers) as (keyof Violations)[];
  return Object.fromEntries(names.map((name) => [name, Math.max(answers[name], asked[name])])) as unknown as Violations;
}

function violationsAmong({ said, screens }: Ended, counts: (message: Message) => boolean): Violations {
  const ledger = new Ledger(screens.length);
  for (const { person, saidAt } of said) ledger.send(person, saidAt, saidAt);
  for (const { number, acceptedAt } of said) {
    if (acceptedAt !== undefined) ledger.answer(number, 202, acceptedAt);
  }
  screens.forEach((screen, person) => {
    for (const message of screen) {
      ledger.hear(person, message.seq);
      const number = counts(message) ? numberIn(message.text) : undefined;
      if (number !== undefined) ledger.show(number, person, message.seq);
    }
  });
  ledger.close();
  return ledger.violations;
}

import { arrivalFor, arrivalsOf, type WaitInteraction, type Waiting } from '@backchannel/contracts';
import type { Position } from '../position.ts';
import type { Run } from '../run.ts';
import type { Kind } from './interaction.ts';
import { ask } from './speak.ts';
import { shownButtons, withTapped } from './tapped.ts';

export const wait: Kind<WaitInteraction> = {
  *enter(interaction, visit) {
    const { run } = visit;
    if (takeEarly(interaction, run)) return { go: interaction.next };
    const { text, buttons, timeoutMs } = interaction;
    const said = () =>
      withTapped(text === undefined ? [] : visit.text(text), buttons ? shownButtons(buttons, run) : {});
    const elsewhere = yield* ask(interaction, visit, said);
    if (elsewhere) return elsewhere;
    const { top } = run;
    const until = timeoutMs === undefined ? undefined : run.turn.input.at + timeoutMs;
    if (top) top.wait = { id: visit.id, until };
    return { wait: standing(interaction, { id: visit.id, until }, run) };
  },
  waits: {
    // oxlint-disable-next-line require-yield -- it needs nothing from outside
    *hear(interaction, { run }) {
      const { input, session } = run.turn;
      if (input.kind === 'posted' && arrivalsOf(input).includes(arrivalFor(interaction.for))) {
        run.trace(`${interaction.name}: what it waited for has come`);
        return { go: interaction.next };
      }
      if (input.kind === 'elapsed' && session.waiting?.id === input.deadline.id) {
        run.trace(`${interaction.name}: has waited in vain`);
        return { go: interaction.onTimeout };
      }
      return undefined;
    },
    again(interaction, position, run) {
      if (takeEarly(interaction, run)) return { go: interaction.next };
      // Another wait stood in between, or a turn that failed has used this one up: what has ended never stands again.
      const stands = position.wait !== undefined && position.wait.id === run.turn.session.waiting?.id;
      if (!stands) position.wait = { id: run.visit(interaction.name).id, until: position.wait?.until };
      return { wait: standing(interaction, position.wait ?? { id: '' }, run) };
    },
  },
};

/** A post that came before the step was reached counts once (decisions, wait step). */
function takeEarly(interaction: WaitInteraction, run: Run): boolean {
  const inputId = run.arrived[arrivalFor(interaction.for)];
  if (inputId === undefined) return false;
  run.arrived = Object.fromEntries(Object.entries(run.arrived).filter(([, id]) => id !== inputId));
  run.trace(`${interaction.name}: what it waits for had come before`);
  return true;
}

/** The wait that session watches. One that stands already is not prolonged by being said again. */
function standing(interaction: WaitInteraction, { id, until }: NonNullable<Position['wait']>, run: Run): Waiting {
  const ms = until === undefined ? undefined : Math.max(1, until - run.turn.input.at);
  return { id, kind: 'wait', for: arrivalFor(interaction.for), ...(ms !== undefined && { ms }) };
}

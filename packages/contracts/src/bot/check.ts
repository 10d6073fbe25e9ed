import type { z } from 'zod';
import { isRich } from '../markup.ts';
import type { Dialog, Interaction } from './bot.ts';
import { meant } from './closest.ts';
import { interactionsByName, type Path, targetsOf } from './targets.ts';

type Report = (path: Path, message: string) => void;
type Checked = { dialogs: readonly Dialog[]; splitChars: number };

/** What no part of a bot can know for itself. */
export function checkBot(bot: Checked, context: z.RefinementCtx): void {
  const report: Report = (path, message) => context.addIssue({ code: 'custom', path: [...path], message });
  checkNames(bot.dialogs, report);
  checkSpecialDialogs(bot.dialogs, report);
  checkTargets(bot.dialogs, report);
  for (const [d, { interactions }] of bot.dialogs.entries()) {
    for (const [i, interaction] of interactions.entries()) {
      const path = ['dialogs', d, 'interactions', i];
      checkRules(interaction, path, report);
      if (
        'text' in interaction &&
        interaction.text &&
        isRich(interaction.text) &&
        interaction.text.length > bot.splitChars
      ) {
        report([...path, 'text'], `a text with tags can not be split: at most ${bot.splitChars} characters`);
      }
    }
  }
}

function checkNames(dialogs: readonly Dialog[], report: Report): void {
  const unique = (what: string) => {
    const seen = new Set<string>();
    return (name: string, path: Path) => {
      if (seen.has(name)) report(path, `another ${what} has the name ${JSON.stringify(name)} already`);
      seen.add(name);
    };
  };
  const dialogName = unique('dialog');
  const interactionName = unique('interaction');
  for (const [d, { name, interactions }] of dialogs.entries()) {
    dialogName(name, ['dialogs', d, 'name']);
    for (const [i, interaction] of interactions.entries()) {
      interactionName(interaction.name, ['dialogs', d, 'interactions', i, 'name']);
    }
  }
}

function checkSpecialDialogs(dialogs: readonly Dialog[], report: Report): void {
  for (const [d, { type, starter }] of dialogs.entries()) {
    if (type === 'dialog') continue;
    if (starter) report(['dialogs', d, 'starter'], `the ${type} dialog begins by itself and has no starter`);
    if (dialogs.findIndex((other) => other.type === type) < d) {
      report(['dialogs', d, 'type'], `the bot has a ${type} dialog already`);
    }
  }
}

function checkTargets(dialogs: readonly Dialog[], report: Report): void {
  const dialogEnabled = new Map(dialogs.map(({ name, enabled }) => [name, enabled]));
  const interactionEnabled = interactionsByName(dialogs);
  for (const { next, path } of targetsOf(dialogs)) {
    if (typeof next === 'string') continue;
    const [what, name, known] =
      'dialog' in next
        ? (['dialog', next.dialog, dialogEnabled] as const)
        : (['interaction', next.interaction, interactionEnabled] as const);
    const enabled = known.get(name);
    if (enabled === undefined) {
      report([...path, what], `there is no ${what} ${JSON.stringify(name)}${meant(name, known.keys())}`);
    }
    if (enabled === false) report([...path, what], `the ${what} ${JSON.stringify(name)} is switched off`);
  }
}

function checkRules(interaction: Interaction, path: Path, report: Report): void {
  if (!('rules' in interaction) || interaction.type === 'api') return;
  const choices = interaction.type === 'multiple_choice' ? interaction.choices : undefined;
  const first = interaction.rules.findIndex(({ type }) => type === 'no_match');
  for (const [r, rule] of interaction.rules.entries()) {
    const at = [...path, 'rules', r];
    if (rule.type === 'no_match' && r !== first) {
      report([...at, 'type'], 'the question has a rule for no match already');
    }
    if (rule.type !== 'choice') continue;
    if (!choices) report([...at, 'type'], 'only a multiple choice question has choices');
    for (const [c, choice] of rule.choices.entries()) {
      if (choices && !choices.includes(choice)) {
        report([...at, 'choices', c], `the question has no choice ${JSON.stringify(choice)}`);
      }
    }
  }
}

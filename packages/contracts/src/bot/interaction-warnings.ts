import type { Bot, Interaction } from './bot.ts';
import { leadsOf } from './leads.ts';
import type { Finding } from './script-problems.ts';
import { panelsOf } from './scripts.ts';
import type { ApiInteraction } from './step.ts';
import { triggersIn } from './triggers.ts';

/** What is odd in an interaction; paths begin at it. */
export function warningsOfInteraction(interaction: Interaction, bot: Bot): readonly Finding[] {
  if (interaction.type === 'api') return warningsOfApi(interaction);
  if (!('giveUp' in interaction) || canBeLeft(interaction, bot)) return [];
  return [{ path: ['rules'], message: 'every answer leads back to this question: nobody gets out of it' }];
}

type Question = Extract<Interaction, { giveUp: unknown }>;

function canBeLeft(question: Question, { dialogs }: Bot): boolean {
  const { names, unknown } = triggersIn(panelsOf(question));
  const targets = [...leadsOf(question), ...names.map((name) => ({ interaction: name }))];
  if (unknown || targets.some((next) => typeof next === 'string' || !isTo(next, question.name))) return true;
  // What no rule takes may start a dialog.
  const takesAll = question.rules.length === 0 || question.rules.some(({ type }) => type === 'no_match');
  return !takesAll && dialogs.some(({ enabled, starter }) => enabled && starter !== undefined);
}

const isTo = (next: object, interaction: string) => 'interaction' in next && next.interaction === interaction;

const secretHeader = /^(authorization|proxy-authorization|cookie)$|token|secret|password|(^|[-_])key$/i;

function warningsOfApi({ url, headers }: ApiInteraction): readonly Finding[] {
  const secrets = Object.entries(headers).filter(([name, value]) => secretHeader.test(name) && !value.includes('{'));
  return [
    ...(/^http:/i.test(url)
      ? [{ path: ['url'], message: 'what is sent and answered here can be read on its way: https:// would hide it' }]
      : []),
    ...secrets.map(([name]) => ({
      path: ['headers', name],
      message:
        'looks like a secret: everybody who sees the bot sees it; `credential` names one that the operator keeps',
    })),
  ];
}

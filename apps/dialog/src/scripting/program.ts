import { type Bot, type Interaction, type ScriptPanel, scriptPanels } from '@backchannel/contracts';
import { derivedId } from '@backchannel/contracts/ids';
import type { Failure, Program } from '@backchannel/sandbox';
import { prelude } from './bot-context.ts';

export const scriptName = (interaction: string, panel: ScriptPanel): string => `${interaction} ${panel}`;

/** The source of an interaction's panel, if there is one. */
function scriptOf(interaction: Interaction, panel: ScriptPanel): string | undefined {
  return (interaction as Partial<Record<ScriptPanel, string>>)[panel];
}

/** The scripts of a bot; the same ones are the same program. */
export function programOf({ globals = '', dialogs }: Bot): Program {
  const scripts: Record<string, string> = {};
  for (const interaction of dialogs.flatMap(({ interactions }) => interactions)) {
    for (const panel of scriptPanels) {
      const source = scriptOf(interaction, panel);
      if (source !== undefined) scripts[scriptName(interaction.name, panel)] = source;
    }
  }
  return { id: derivedId('program', prelude, globals, JSON.stringify(scripts)), prelude, globals, scripts };
}

/** For the author: where it failed, and why. */
export function describeFailure({ script, line, message }: Failure): string {
  if (script === undefined) return message;
  const place = script === 'globals' ? 'the globals' : `script ${JSON.stringify(script)}`;
  return `${place}${line === undefined ? '' : ` line ${line}`}: ${message}`;
}

/** A line of a Dockerfile. */
export interface Step {
  readonly instruction: string;
  /** `--from=build` as `from: 'build'`; one without a value as `true`. */
  readonly flags: Readonly<Record<string, string | true>>;
  /** What is behind the flags, as it is written. */
  readonly text: string;
}

export interface Stage {
  readonly name: string;
  /** Another stage, or an image. */
  readonly from: string;
  readonly steps: readonly Step[];
}

/** The stages of a Dockerfile, in its order. Instructions are as they come: whoever takes them knows which there are. */
export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const step of linesOf(text).map(stepOf)) {
    const { instruction, text } = step;
    if (instruction === 'FROM') {
      const [, from = '', name = String(stages.length)] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(text) ?? [];
      stages.push({ name, from, steps: [] });
      continue;
    }
    const last = stages.pop();
    if (!last) throw new Error(`The Dockerfile says ${instruction} before it says FROM what.`);
    stages.push({ ...last, steps: [...last.steps, step] });
  }
  return stages;
}

/** Lines that end in a backslash go on in the next; comments and empty lines are gone. */
function linesOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));
  return lines
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
}

function stepOf(line: string): Step {
  const [, instruction = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
  // A health check's command has an instruction of its own behind its flags.
  const [, written = '', text = ''] = /^((?:--[\w-]+(?:=\S+)?\s+)*)(.*)$/.exec(rest) ?? [];
  const flags = written.match(/--[\w-]+(?:=\S+)?/g) ?? [];
  return { instruction: instruction.toUpperCase(), flags: Object.fromEntries(flags.map(flagOf)), text };
}

function flagOf(flag: string): [string, string | true] {
  const [, name = '', value] = /^--([\w-]+)(?:=(.*))?$/.exec(flag) ?? [];
  return [name, value ?? true];
}

/** `KEY=value` and `KEY="value with spaces"`, any number of them. */
export function pairsOf(text: string): Record<string, string> {
  const pairs = text.matchAll(/([\w.-]+)=(?:"([^"]*)"|(\S*))/g);
  return Object.fromEntries([...pairs].map(([, name = '', quoted, bare]) => [name, quoted ?? bare ?? '']));
}

/** `["node", "main.js"]`. A line for a shell is refused: a shell would not pass a signal on. */
export function wordsOf(text: string): string[] {
  if (!text.startsWith('['))
    throw new Error(`A command of the Dockerfile is for a shell, not a list of words: ${text}`);
  return JSON.parse(text) as string[];
}

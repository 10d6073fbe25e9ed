import type { Checked, FileProblem } from './files.ts';

/** What a command says to the person, and whether it went well. */
export interface Said {
  readonly lines: readonly string[];
  readonly ok: boolean;
}

/** A problem as a line: file, JSON pointer, sentence. */
export const lineOf = ({ file, pointer, sentence }: FileProblem): string => `${file} ${pointer || '/'}: ${sentence}`;

/** All that is to be said of files. */
export function saidOf({ files, problems, warnings }: Checked): Said {
  const warned = new Set(warnings.map(({ file }) => file));
  const fine = files.map(({ bot }) => `${bot.id}: ${warned.size > 0 ? 'can run' : 'nothing is wrong'}`);
  return {
    lines: [
      ...problems.map(lineOf),
      ...warnings.map((warning) => lineOf({ ...warning, sentence: `warning: ${warning.sentence}` })),
      ...(problems.length === 0 ? fine : []),
    ],
    ok: problems.length === 0,
  };
}

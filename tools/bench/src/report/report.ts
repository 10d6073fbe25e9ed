import type { Results } from '../results.ts';
import { sections } from './tables.ts';
import { targetsSection } from './targets.ts';

/** What a run has found, for a terminal as for a page. */
export function report(results: Results): string {
  const { environment, command } = results;
  const { at, cpu, cores, memoryGb, system, commit } = environment;
  const versions = Object.entries(environment.versions).map(
    ([name, version]) => `${name} ${version.replace(/^v/, '')}`,
  );
  const machine = `${cores} cores of ${cpu}, ${memoryGb} GB, ${system}; ${versions.join(', ')}; commit ${commit}`;
  const parts = [...sections(results), targetsSection(results)].map(({ title, text }) => `**${title}**\n\n${text}`);
  return [`\`${command}\`, ${at} UTC. ${machine}.`, ...parts].join('\n\n');
}

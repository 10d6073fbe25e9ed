import type { ReadModel } from '../heard/heard.ts';

export class JournalModel implements ReadModel {
  async hear(): Promise<void> {}
}

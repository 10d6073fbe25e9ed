import type { ReadModel } from '../heard/heard.ts';

export class ParkedModel implements ReadModel {
  async hear(): Promise<void> {}
}

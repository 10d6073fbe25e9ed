import type { ReadModel } from '../heard/heard.ts';

export class ConversationModel implements ReadModel {
  async hear(): Promise<void> {}
}

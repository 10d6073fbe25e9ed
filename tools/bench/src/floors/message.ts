/** What travels through a floor. */
export interface Message {
  readonly conversationId: string;
  readonly text: string;
  /** Its number in the transcript, where there is state that can count. */
  readonly seq?: number;
}

export const topics = { posts: 'floor.posts', turns: 'floor.turns', answers: 'floor.answers' } as const;

export const write = (message: Message) => ({ key: message.conversationId, value: JSON.stringify(message) });

export const read = (value: Buffer | null): Message => JSON.parse(String(value)) as Message;

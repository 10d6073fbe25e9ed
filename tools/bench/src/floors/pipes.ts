import type { Message } from './message.ts';

/** What a service of a floor does with what it is sent. */
type Work = (message: Message) => Message;

/** How a floor's services are connected: the same services, three ways to write what is between them. */
export interface Pipes {
  /** Resolves when Kafka has it. */
  say(topic: string, message: Message): Promise<void>;
  /** Works on what comes, and says what comes of it. */
  hop(from: string, to: string, work: Work): Promise<void>;
  /** Shows what comes, some at a time. */
  show(from: string, onScreen: (messages: readonly Message[]) => void): Promise<void>;
  close(): Promise<void>;
}

export interface Addresses {
  /** Of the service: its groups and its keys. */
  readonly name: string;
  readonly brokers: readonly string[];
  readonly redisUrl: string;
}

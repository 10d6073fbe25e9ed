import { ConversationLog, TurnAnswered } from '@backchannel/contracts';
import type { Broker } from '@backchannel/messaging';

/** The answers that ended a turn, in the order of the log. Lets go of the broker. */
export async function answersIn(broker: Broker): Promise<readonly TurnAnswered[]> {
  const answers: TurnAnswered[] = [];
  const hear = ({ event }: Parameters<Parameters<Broker['follow']>[0]['hear']>[0]) => {
    if (event?.type !== TurnAnswered.type) return;
    const answer = event.data as TurnAnswered;
    if (answer.final) answers.push(answer);
  };
  await broker.follow({ topics: [ConversationLog], from: 'start', hear });
  await broker.close();
  return answers;
}

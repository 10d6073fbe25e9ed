import { alone } from './alone.ts';
import type { Conversation, Conversations } from './conversations.ts';
import type { Door, Refusal } from './door.ts';
import type { Kept } from './kept.ts';
import type { Tab } from './tab.ts';
import type { Identity } from './talking.ts';

interface Around {
  readonly kept: Kept;
  readonly locks: Tab['locks'];
  readonly conversations: Conversations;
  readonly door: Door;
  /** Who the page says the person is, at this moment. */
  readonly who: () => Identity;
}

/** Whether somebody of that name may be shown the conversation. A page that says no name shows what there is. */
export function isOf({ userId }: Pick<Conversation, 'userId'>, who: Identity): boolean {
  return who.userId === undefined || who.userId === userId;
}

/**
 * Opens a conversation; null if another tab has done so meanwhile. Where an answer is lost, one is left behind that nobody
 * knows: the server can't tell that it is asked again.
 */
export async function opening({
  kept,
  locks,
  conversations,
  door,
  who,
}: Around): Promise<Conversation | Refusal | null> {
  const isOpen = () => conversations.current && isOf(conversations.current, who());
  return await alone({ kept, locks }, async () => {
    if (isOpen()) return null;
    const opened = await door.open(who());
    if ('fate' in opened) return opened;
    // The person has logged in meanwhile; or gone to another conversation.
    if (!isOf(opened, who())) return { fate: 'again' };
    if (isOpen()) return null;
    conversations.add(opened);
    return opened;
  });
}

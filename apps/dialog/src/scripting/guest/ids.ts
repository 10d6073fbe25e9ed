import type { Functions, Guest } from './guest.ts';

export function ids(guest: Guest): Functions {
  const channel = () => {
    const given = guest.own(guest.input.attributes, 'channel');
    return typeof given === 'string' ? given : 'lp_web';
  };
  return {
    getConversationId: () => guest.input.conversationId,
    getUserPlatformId: () => guest.input.userId,
    getChatBotId: () => guest.input.botId,
    getUserChannel: channel,
    getChannel: channel,
    getUserPlatformType: () => 'HTMLCLIENT',
  };
}

import type { Functions, Guest, QuickReply } from './guest.ts';

export function output(guest: Guest): Functions {
  const { setPrototypeOf } = Object;
  const { isInteger } = Number;
  const { isArray } = Array;
  const { indexOf, slice, trim } = guest.texts;

  const send = (name: string, message: Guest['draft']['messages'][number]) => {
    const { messages } = guest.draft;
    if (messages.length >= guest.bounds.messages) {
      throw guest.error(`${name}: a script can send at most ${guest.bounds.messages} messages`);
    }
    messages[messages.length] = setPrototypeOf(message, null);
  };
  const sendAll = (name: string, given: unknown) => {
    const texts = guest.items(given, `${name}: messages`);
    // All or none.
    for (let at = 0; at < texts.length; at++) texts[at] = guest.words(texts[at], `${name}: messages[${at}]`);
    for (let at = 0; at < texts.length; at++) send(name, { type: 'text', text: texts[at] as string });
  };

  /** "Title~payload" */
  const quickReply = (given: unknown, what: string): QuickReply => {
    const { titleChars, payloadChars } = guest.bounds;
    const text = guest.words(given, what);
    const at = indexOf(text, '~');
    const title = trim(at < 0 ? text : slice(text, 0, at));
    const payload = (at < 0 ? '' : trim(slice(text, at + 1))) || title;
    if (title === '') throw guest.error(`${what} must have a title`);
    if (title.length > titleChars) {
      throw guest.error(
        `${what}: the title of a quick reply has at most ${titleChars} characters, not ${title.length}`,
      );
    }
    if (payload.length > payloadChars) throw guest.error(`${what}: a payload has at most ${payloadChars} characters`);
    return setPrototypeOf({ title, payload }, null);
  };
  const addTo = (all: QuickReply[], given: unknown, name: string) => {
    const { quickReplies: most } = guest.bounds;
    const items = guest.items(given, `${name}: quickReplies`);
    if (all.length + items.length > most) throw guest.error(`${name}: a message has at most ${most} quick replies`);
    const made = guest.list<QuickReply>();
    for (let at = 0; at < items.length; at++) made[at] = quickReply(items[at], `${name}: quickReplies[${at}]`);
    for (let at = 0; at < made.length; at++) all[all.length] = made[at] as QuickReply;
    return all;
  };
  const adder = (name: string) => (quickReplies: unknown) => {
    addTo(guest.draft.quickReplies, quickReplies, name);
  };

  return {
    sendMessage(text: unknown) {
      send('sendMessage', { type: 'text', text: guest.words(text, 'sendMessage: message') });
    },
    sendMessages(messages: unknown) {
      sendAll('sendMessages', messages);
    },
    sendImmediateReply(given: unknown) {
      const name = 'sendImmediateReply';
      if (isArray(given)) sendAll(name, given);
      else send(name, { type: 'text', text: guest.words(given, `${name}: message`) });
      guest.draft.stopped = true;
      throw guest.stop;
    },
    sendMessageWithQuickReplies(text: unknown, quickReplies: unknown) {
      const name = 'sendMessageWithQuickReplies';
      send(name, {
        type: 'text',
        text: guest.words(text, `${name}: message`),
        quickReplies: addTo(guest.list(), quickReplies, name),
      });
    },
    sendPrivateMessage(text: unknown) {
      send('sendPrivateMessage', { type: 'private', text: guest.words(text, 'sendPrivateMessage: message') });
    },
    addQuickReplies: adder('addQuickReplies'),
    addQuickReples: adder('addQuickReples'),
    setMessageDelay(ms: unknown) {
      const { delayMs: most } = guest.bounds;
      if (typeof ms !== 'number' || !isInteger(ms) || ms < 0 || ms > most) {
        const given = typeof ms === 'number' ? `${ms}` : guest.kind(ms);
        throw guest.error(`setMessageDelay: ms must be a whole number from 0 to ${most}, not ${given}`);
      }
      guest.draft.delayMs = ms;
    },
    setAllowMaxTextResponse(allow: unknown) {
      guest.draft.whole = guest.flag(allow, 'setAllowMaxTextResponse: allow');
    },
  };
}

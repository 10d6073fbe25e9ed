import type { Functions, Guest } from './guest.ts';

export function message(guest: Guest): Functions {
  const { trim, toLowerCase } = guest.texts;
  const letter = String.fromCharCode;

  const plain = (text: string) => toLowerCase(trim(text));
  const unknown = (name: string, why: string) => () => {
    guest.note(`${name} gives null: ${why}`);
    return null;
  };
  const noLanguage = 'no language understanding looks at messages here';
  const noFiles = 'messages have no files here';

  return {
    getCurrentUserMessage: () => guest.input.said,
    getQuickReplyPayload: () => guest.input.payload,
    getButtonPayload: () => guest.input.payload,
    evaluateOptions(userResponse: unknown, options: unknown) {
      if (userResponse === null) return null;
      const said = plain(guest.words(userResponse, 'evaluateOptions: userResponse'));
      const given = guest.items(options, 'evaluateOptions: options');
      const texts = guest.list<string>();
      for (let at = 0; at < given.length; at++) texts[at] = guest.words(given[at], `evaluateOptions: options[${at}]`);
      // An option that is a number or a letter itself is meant by it.
      for (let at = 0; at < texts.length; at++) if (plain(texts[at] as string) === said) return texts[at];
      for (let at = 0; at < texts.length; at++) {
        const number = `${at + 1}`;
        const name = at < 26 ? letter(97 + at) : number;
        if (said === name || said === `${name})` || said === number || said === `${number})`) return texts[at];
      }
      return null;
    },
    getDialogStarterIntent: unknown('getDialogStarterIntent', noLanguage),
    getDisambiguatedIntentName: unknown('getDisambiguatedIntentName', noLanguage),
    getDisambiguatedIntentId: unknown('getDisambiguatedIntentId', noLanguage),
    getNamedEntities(name: unknown) {
      guest.text(name, 'getNamedEntities: name');
      guest.note(`getNamedEntities gives an empty list: ${noLanguage}`);
      return [];
    },
    getNlpResponse: unknown('getNlpResponse', noLanguage),
    getSentiment: unknown('getSentiment', noLanguage),
    getMetadata: unknown('getMetadata', 'messages have no metadata here'),
    getFileCaption: unknown('getFileCaption', noFiles),
    getFileType: unknown('getFileType', noFiles),
  };
}

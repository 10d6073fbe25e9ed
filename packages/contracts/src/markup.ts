// Texts may carry the tags that both documents' chats can show; whatever else looks like a tag is refused when the bot is
// saved, and shown as what it is where it comes from a variable.

/** The tags of a rich text (Conversation Builder, HTML allowed in text). */
export const richTags = ['p', 'br', 'strong', 'b', 'i', 'ul', 'ol', 'li', 'a'] as const;
/** What a link may lead to. */
export const linkSchemes = ['http', 'https', 'tel', 'mailto'] as const;

const tag = /<\/?([a-z][a-z0-9-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
const attribute = /([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const isRichTag = (name: string) => (richTags as readonly string[]).includes(name);

/** Whether a text has tags to be shown as such. */
export function isRich(text: string): boolean {
  return [...text.matchAll(tag)].some(([, name = '']) => isRichTag(name.toLowerCase()));
}

/** What is wrong with a text's tags, in a sentence. */
export function markupProblem(text: string): string | undefined {
  for (const [, given = '', attributes = ''] of text.matchAll(tag)) {
    const name = given.toLowerCase();
    if (!isRichTag(name)) return `the tag <${name}> is not allowed; there are: ${richTags.join(', ')}`;
    const problem = attributeProblem(name, attributes);
    if (problem) return problem;
  }
  return undefined;
}

function attributeProblem(tagName: string, attributes: string): string | undefined {
  for (const [, given = '', double, single, bare] of attributes.matchAll(attribute)) {
    const name = given.toLowerCase();
    if (tagName !== 'a' || name !== 'href') return `the tag <${tagName}> can not have the attribute "${name}"`;
    const address = (double ?? single ?? bare ?? '').trim();
    // A placeholder is looked at again when it is filled.
    if (address.startsWith('{')) continue;
    const [, scheme = ''] = /^([a-z][a-z0-9+.-]*):/i.exec(address) ?? [];
    if (!(linkSchemes as readonly string[]).includes(scheme.toLowerCase())) {
      return `a link must begin with ${linkSchemes.map((one) => `${one}:`).join(', ')}`;
    }
  }
  return undefined;
}

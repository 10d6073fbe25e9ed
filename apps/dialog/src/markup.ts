import { linkSchemes, richTags } from '@backchannel/contracts';
import sanitizeHtml from 'sanitize-html';

const anyTag = new RegExp(`</?(?:${richTags.join('|')})\\b[^<>]*>`, 'i');

/** Whether a text has tags to be shown as such. In time in proportion to it: some texts are not the author's. */
export const hasTags = (text: string): boolean => anyTag.test(text);

/** Only the tags that a chat shows are left, balanced, and links that lead somewhere harmless. */
export function harmless(html: string): string {
  return sanitizeHtml(html, {
    allowedTags: [...richTags],
    allowedAttributes: { a: ['href'] },
    allowedSchemes: [...linkSchemes],
    allowProtocolRelative: false,
    disallowedTagsMode: 'escape',
  });
}

/** What a client without tags shows. */
export function withoutTags(html: string): string {
  const lines = html.replaceAll(/<(?:br|\/p|\/li)\b[^>]*>/gi, '\n');
  const text = sanitizeHtml(lines, { allowedTags: [], allowedAttributes: {} });
  return unescape(text)
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
}

/** A value that is to be shown as it is, whatever it contains. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function unescape(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

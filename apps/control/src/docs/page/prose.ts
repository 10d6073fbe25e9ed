import { type Html, html } from '../../http/html.ts';

/** The little Markdown that descriptions have: paragraphs, lists, code. */
export function prose(text: string): Html[] {
  return text.split('\n\n').map((block) => {
    if (!block.startsWith('- ')) return html`<p>${spans(block)}</p>`;
    return html`<ul>${block.split('\n').map((line) => html`<li>${spans(line.slice(2))}</li>`)}</ul>`;
  });
}

export function spans(text: string): Html[] {
  return text.split('`').map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}

import { type Html, html } from '../../http/html.ts';

export interface Field {
  /** In the body that is sent, and of the pointer when it breaks a rule. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly type: 'email' | 'text' | 'password';
  readonly autocomplete: string;
  readonly shortest?: number | null;
  readonly longest?: number | null;
  /** What is said when it is broken. */
  readonly rule: string;
}

export function fieldHtml({ name, label, hint, type, autocomplete, shortest, longest, rule }: Field): Html {
  const length = html`${shortest && html` minlength="${shortest}"`}${longest && html` maxlength="${longest}"`}`;
  return html`
          <div class="field">
            <label for="${name}">${label}</label>
            ${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
            <input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required${length}
              autocapitalize="${type === 'text' ? 'words' : 'none'}" spellcheck="false"
              aria-describedby="${hint && `${name}-hint `}${name}-wrong" data-rule="${rule}">
            <p class="wrong" id="${name}-wrong"></p>
          </div>`;
}

/// <reference path="./raw.d.ts" />
import type { Route } from '@backchannel/contracts/admin';
import { html } from '../../http/html.ts';
import { policyOf, written } from '../../http/page.ts';
import { type Field, fieldHtml } from './field.ts';
// oxlint-disable-next-line import/default -- it does not know `?raw`
import script from './script.js?raw';
import { style } from './style.ts';

export interface Beginning {
  /** Takes the form, as JSON, with the token of the link. */
  readonly route: Route;
  readonly title: string;
  readonly about: string;
  readonly fields: readonly Field[];
  readonly send: string;
  /** How the whole link looks, and where it stands. */
  readonly link: string;
  readonly source: string;
  /** What to do when the link is not good. */
  readonly ended: string;
}

/** It runs its script, which asks this server. */
export const policy = policyOf({ style, script });

/** Where a link leads by which somebody comes to have a password. All words are here: the script has none. */
export function pageOf({ route, title, about, fields, send, link, source, ended }: Beginning): string {
  const body = html`
  <main>
    <p class="product">Backchannel</p>
    <noscript><h1>${title}</h1><p>This page needs JavaScript.</p></noscript>
    <section id="asking" hidden>
      <h1>${title}</h1>
      <p>${about}</p>
      <form id="form" method="post" novalidate data-to="${route.path}">
        <fieldset>
          ${fields.map(fieldHtml)}
          <label class="show"><input type="checkbox" id="show" aria-controls="password" autocomplete="off">Show the password</label>
          <p id="problem" role="alert"></p>
          <button id="send">${send}</button>
        </fieldset>
        <p id="sending" role="status"></p>
      </form>
    </section>
    <section id="missing" hidden>
      <h1>The link is not complete</h1>
      <p>Its token is missing. Open the whole link, as it stands ${source}: <code>${link}</code></p>
      <p>This page takes the token out of the address when it opens. After a reload, open the link again.</p>
    </section>
    <section id="done" hidden>
      <h1 id="welcome" tabindex="-1">You are signed in</h1>
      <p>Welcome, <strong id="who"></strong>. This browser is signed in; the link is used up.</p>
      <p><a href="/docs">What you can do with the API</a></p>
    </section>
    <div
      id="words"
      hidden
      data-ended="${ended}"
      data-sending="Sending…"
      data-answered="The server answered with"
      data-unreachable="The server can not be reached. Try again."
    ></div>
  </main>
`;
  return written({ title: `${title} · Backchannel`, style, script, body });
}

import { type Html, html } from '../../http/html.ts';
import { policyOf, written } from '../../http/page.ts';
import type { OpenApi } from '../openapi.ts';
import type { Place } from './curl.ts';
import { methodHtml, operationHtml } from './operation.ts';
import { prose } from './prose.ts';
import { schemaHtml } from './schema.ts';
import { style } from './style.ts';

/** The page asks for nothing and runs nothing: its style is all that it may have. */
export const policy = policyOf({ style });

/** The document, as people read it. */
export function pageOf(document: OpenApi): string {
  const { info, tags, components } = document;
  const places = placesOf(document);
  const parts = tags.map((tag) => ({
    ...tag,
    calls: places.filter(({ operation }) => operation.tags.includes(tag.name)),
  }));
  const body = html`
  <a class="all" href="#calls">All calls</a>
  <main>
    <h1>${info.title} API</h1>
    <p>The same for programs: <a href="/admin/v1/openapi.json">OpenAPI 3.1</a>; what the services say to each
      other: <a href="/admin/v1/asyncapi.json">AsyncAPI 3.0</a>.</p>
    ${prose(info.description)}
    ${parts.map(
      ({ name, description, calls }) => html`
        <h2 id="${name}">${name}</h2>
        <p>${description}.</p>
        ${calls.map((place) => operationHtml(place, document))}`,
    )}
    <h2 id="schemas">Schemas</h2>
    ${Object.entries(components.schemas).map(
      ([name, schema]) =>
        html`<section id="schema-${name}"><h3><a href="#schema-${name}">${name}</a></h3>${schemaHtml(schema)}</section>`,
    )}
  </main>
  <nav id="calls" aria-label="All calls">
    <p>${info.title} API</p>
    ${parts.map(({ name, calls }) => html`<h2><a href="#${name}">${name}</a></h2><ul>${calls.map(linkHtml)}</ul>`)}
    <h2><a href="#schemas">Schemas</a></h2>
  </nav>
`;
  return written({ title: `${info.title} API`, style, body });
}

function placesOf({ paths }: OpenApi): readonly Place[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

function linkHtml({ method, operation: { operationId, summary } }: Place): Html {
  return html`<li><a href="#${operationId}" title="${summary}">${methodHtml(method)} ${operationId}</a></li>`;
}

import { type Html, html } from '../../http/html.ts';
import { type Proof, proofs } from '../described.ts';
import type { OpenApi } from '../openapi.ts';
import type { Parameter, Response } from '../operation.ts';
import type { Schema } from '../schemas.ts';
import { curlOf, type Place } from './curl.ts';
import { spans } from './prose.ts';
import { aboutHtml, nameOf, schemaHtml, typeHtml } from './schema.ts';

/** One call: who may, what is asked, what is answered, and how a shell asks it. */
export function operationHtml(place: Place, document: OpenApi): Html {
  const { method, path, operation } = place;
  const { operationId, summary, security, parameters, requestBody, responses } = operation;
  const body = requestBody?.content['application/json']?.schema;
  return html`
    <section class="call" id="${operationId}">
      <h3><a href="#${operationId}">${summary}</a></h3>
      <p class="line">${methodHtml(method)} <code>${path}</code></p>
      <p class="who">${whoHtml(security)}</p>
      ${parameters.length > 0 && html`<h4>Asks</h4>${parametersHtml(parameters)}`}
      ${body && html`<h4>Body</h4>${bodyHtml(body, document)}`}
      <h4>Answers</h4>
      ${Object.entries(responses).map(([status, response]) => responseHtml(status, response))}
      <details><summary>curl</summary><pre>${curlOf(place, document)}</pre></details>
    </section>`;
}

export const methodHtml = (method: string) => html`<b class="method ${method.toLowerCase()}">${method}</b>`;

function whoHtml(security: Place['operation']['security']): Html {
  if (security.length === 0) return html`Anybody may ask.`;
  const [scope] = security.flatMap((one) => Object.values(one)).flat();
  const all = security.flatMap((one) => Object.keys(one) as Proof[]).map((name) => proofs[name].words);
  return html`With ${all.join(' or ')}${scope !== undefined && html`, scope <code>${scope}</code>`}.`;
}

function parametersHtml(parameters: readonly Parameter[]): Html {
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) => html`
      <dt><code>${name}</code> <span class="type">${typeHtml(schema)}</span> <small>${place}</small>${
        !required && html` <em>optional</em>`
      }</dt>
      <dd>${aboutHtml({ ...schema, description })}</dd>`,
  );
  return html`<dl>${rows}</dl>`;
}

/** What is to be sent is shown in place, even if it has a name. */
function bodyHtml(body: Schema, { components }: OpenApi): Html {
  const named = body.$ref === undefined ? undefined : components.schemas[nameOf(body.$ref)];
  return named?.properties ? html`${schemaHtml(body)}${schemaHtml(named)}` : schemaHtml(body);
}

function responseHtml(status: string, { description, content = {}, headers = {} }: Response): Html {
  const schema = content['application/json']?.schema;
  const names = Object.keys(headers);
  return html`
    <div class="answer ${status >= '400' && 'no'}">
      <b class="status">${status}</b>
      <div>
        ${status >= '400' ? sentences(description) : html`<p>${spans(description)}</p>`}
        ${names.length > 0 && html`<p><small>with ${names.join(', ')}</small></p>`}
        ${schema && schemaHtml(schema)}
      </div>
    </div>`;
}

/** Each code has one. */
const sentences = (description: string) => description.split('. ').map((one) => html`<p>${spans(one)}</p>`);

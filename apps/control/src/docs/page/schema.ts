import { type Html, html } from '../../http/html.ts';
import type { Schema, Schemas } from '../schemas.ts';
import { spans } from './prose.ts';

export const nameOf = ($ref: string) => $ref.split('/').at(-1) ?? '';

/** A schema as a reader wants it: in a word or two, and below that what it is made of. */
export function schemaHtml(schema: Schema): Html {
  return html`${!schema.properties && html`<p class="type">${typeHtml(schema)}</p>`}${partsHtml(schema)}`;
}

function partsHtml({ properties, required = [], items, anyOf, oneOf, additionalProperties }: Schema): Html | null {
  if (properties) return fieldsHtml(properties, required);
  if (items) return partsHtml(items);
  if (typeof additionalProperties === 'object') return partsHtml(additionalProperties);
  const kinds = (anyOf ?? oneOf ?? []).filter((kind) => partsHtml(kind) !== null);
  const [only] = kinds;
  if (only && kinds.length === 1) return partsHtml(only);
  return only ? html`<ul class="kinds">${kinds.map((kind) => html`<li>${schemaHtml(kind)}</li>`)}</ul>` : null;
}

function fieldsHtml(properties: Schemas, required: readonly string[]): Html {
  const rows = Object.entries(properties).map(
    ([name, field]) => html`
      <dt><code>${name}</code> <span class="type">${typeHtml(field)}</span>${
        !required.includes(name) && html` <em>optional</em>`
      }</dt>
      <dd>${aboutHtml(field)}${partsHtml(field)}</dd>`,
  );
  return html`<dl>${rows}</dl>`;
}

export function aboutHtml({ description, default: otherwise }: Schema): Html | null {
  const words = description === undefined ? [] : [spans(description)];
  const given = otherwise === undefined ? [] : [html`otherwise <code>${JSON.stringify(otherwise)}</code>`];
  const all = [...words, ...given];
  return all.length === 0 ? null : html`<p>${all.map((part, at) => [at > 0 && '; ', part])}</p>`;
}

export function typeHtml(schema: Schema): Html {
  const { $ref, anyOf, oneOf, enum: values, const: value, type, items = {}, format } = schema;
  if ($ref !== undefined) return html`<a href="#schema-${nameOf($ref)}">${nameOf($ref)}</a>`;
  const kinds = anyOf ?? oneOf;
  if (kinds) return between(kinds.map(typeHtml), ' or ');
  if (values) return between(values.map(valueHtml), ' ');
  if (value !== undefined) return valueHtml(value);
  if (type === undefined) return html`anything`;
  if (typeof type !== 'string') return html`${type.join(' or ')}${boundsOf(schema)}`;
  if (type === 'array') return html`list of ${typeHtml(items)}`;
  if (type === 'object') return objectHtml(schema);
  return html`${format ?? type}${boundsOf(schema)}`;
}

const valueHtml = (value: unknown) => html`<code>${JSON.stringify(value)}</code>`;

function objectHtml({ properties, additionalProperties }: Schema): Html {
  if (properties || typeof additionalProperties !== 'object') return html`object`;
  return html`by name: ${typeHtml(additionalProperties)}`;
}

function boundsOf({ minLength, maxLength, minimum, maximum }: Schema): string {
  const [low, high] = [minLength ?? minimum, maxLength ?? maximum];
  if (low !== undefined && high !== undefined) return `, ${low} to ${high}`;
  if (high !== undefined) return `, at most ${high}`;
  return low === undefined ? '' : `, at least ${low}`;
}

const between = (parts: readonly Html[], sign: string) => html`${parts.map((part, at) => [at > 0 && sign, part])}`;

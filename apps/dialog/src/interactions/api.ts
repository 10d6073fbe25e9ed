import { type ApiInteraction, isShallow, type Json, limits } from '@backchannel/contracts';
import type { Answer } from '../outside/outside.ts';
import { panel } from '../panel.ts';
import { valueAt } from '../path.ts';
import { requestOf } from '../request.ts';
import { apiRuleFor } from '../rules.ts';
import type { Move, Run } from '../run.ts';
import { callOutside } from '../steps.ts';
import type { Visit } from '../visit.ts';
import type { Kind } from './interaction.ts';

export const api: Kind<ApiInteraction> = {
  *enter(interaction, visit) {
    const { run } = visit;
    const before = yield* panel(interaction, 'preProcess', visit);
    if (before.move) return before.move;
    const answer = yield* callOutside({ ask: requestOf(interaction, run), step: visit.id, part: () => run.part() });
    keep(answer, interaction, visit);
    const transform = yield* panel(interaction, 'transformResult', visit);
    if (transform.move && 'stop' in transform.move) return transform.move;
    const after = yield* panel(interaction, 'postProcess', visit);
    return after.move ?? transform.move ?? follow(interaction, visit);
  },
};

/** What scripts, rules and texts know of the answer (Conversation Builder, API integrations). */
function keep(answer: Answer, { name, response, fields }: ApiInteraction, { run }: Visit) {
  const status = 'status' in answer ? answer.status : null;
  run.api = { successful: status === 200 || status === 201, status };
  if ('failed' in answer) run.note(`${name}: ${answer.failed}`);
  run.trace(`${name}: the API answered ${status ?? 'nothing'}`);
  const body = 'status' in answer ? bodyOf(answer.body, name, run) : null;
  if (response !== undefined) {
    run.memory.keep({ name: `api_${response}`, value: body, scope: 'request' });
    run.memory.keep({ name: `api_${response}Status`, value: status, scope: 'request' });
  }
  for (const [field, path] of Object.entries(fields)) {
    const value = run.api.successful ? valueAt(body, pathIn(path, response)) : undefined;
    run.memory.count(value);
    run.memory.keep({ name: `${name}.${field}`, value: value ?? null, scope: 'session' });
    run.memory.keep({ name: `${name}.${field}.count`, value: countOf(value), scope: 'session' });
  }
}

function follow(interaction: ApiInteraction, visit: Visit): Move {
  const { run } = visit;
  const rule = apiRuleFor(interaction, run);
  if (rule) {
    for (const variable of rule.set) run.memory.set(variable);
    return { go: rule.next };
  }
  if (!run.api?.successful) visit.say(interaction.failureText);
  return { go: interaction.next };
}

function bodyOf(text: string, name: string, run: Run): Json {
  const body = jsonOf(text);
  if (isShallow(body, limits.dataDepth)) return body;
  run.note(`${name}: the answer stays a text: in it objects and lists lie more than ${limits.dataDepth} deep`);
  return text;
}

/** What can't be read is a text. */
function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** `items[0]`, or as Conversation Builder writes it: `{$.api_Name.items[0]}`. */
function pathIn(path: string, response: string | undefined): string {
  const [, inner = path] = /^\{\$\.(.+)\}$/.exec(path.trim()) ?? [];
  const root = `api_${response}`;
  return inner === root ? '' : inner.replace(new RegExp(`^${root}(?=[.[])`), '');
}

function countOf(value: Json | undefined): number {
  if (value === undefined || value === null) return 0;
  return Array.isArray(value) ? value.length : 1;
}

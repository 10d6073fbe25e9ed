import type { Interaction } from '@backchannel/contracts';
import { delayed, panel, withQuickReplies } from '../panel.ts';
import type { Move } from '../run.ts';
import type { Unsent } from '../speech.ts';
import type { Steps } from '../steps.ts';
import type { Visit } from '../visit.ts';

type Speech = Pick<Interaction, 'name'> & {
  readonly delayMs?: number | undefined;
  readonly preProcess?: string | undefined;
  readonly postProcess?: string | undefined;
};

/**
 * Pre-process, content, post-process, then it is sent (Conversation Builder, order of operations). Answers with where a
 * script leads instead of the interaction's own way. Who has said that the conversation ends says nothing more.
 */
export function* speak(speech: Speech, visit: Visit, content: () => Unsent[]): Steps<Move | undefined> {
  const before = yield* panel(speech, 'preProcess', visit);
  if (stops(before.move)) return before.move;
  const made = content();
  const after = yield* panel(speech, 'postProcess', visit);
  if (stops(after.move) || visit.run.ending) return after.move ?? { stop: true };
  send(made, { speech, before, after }, visit);
  return after.move ?? before.move;
}

/** The same for a question, or what else ends the turn: where a script leads elsewhere it is not said. */
export function* ask(speech: Speech, visit: Visit, content: () => Unsent[]): Steps<Move | undefined> {
  const before = yield* panel(speech, 'preProcess', visit);
  if (before.move) return before.move;
  const made = content();
  const after = yield* panel(speech, 'postProcess', visit);
  if (after.move || visit.run.ending) return after.move ?? { stop: true };
  send(made, { speech, before, after }, visit);
  return undefined;
}

type Panels = Record<
  'before' | 'after',
  { quickReplies: Parameters<typeof withQuickReplies>[1]; delayMs: number | null }
>;

function send(made: readonly Unsent[], { speech, before, after }: Panels & { speech: Speech }, visit: Visit) {
  const quickReplies = [...before.quickReplies, ...after.quickReplies];
  if (quickReplies.length > 0 && !made.some(({ type }) => type === 'text')) {
    visit.run.note(`${speech.name}: there is no text for the quick replies of its scripts`);
  }
  const messages = withQuickReplies(made, quickReplies);
  const delayMs = after.delayMs ?? before.delayMs;
  visit.send([...delayed(messages.slice(0, 1), delayMs ?? speech.delayMs), ...delayed(messages.slice(1), delayMs)]);
}

const stops = (move: Move | undefined): boolean => move !== undefined && 'stop' in move;

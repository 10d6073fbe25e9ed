import { explain } from './explained.js';

// What became of a post, as lights on a string: each goes on when it has happened, with the time since the request.

const labels = {
  sent: 'Request sent',
  accepted: 'Accepted',
  opened: 'Bot’s turn',
  answered: 'Replied',
  delivered: 'On the screen',
  applied: 'Kept',
  rejected: 'Rejected',
  failed: 'Failed',
  refused: 'Refused',
  nobody: 'No answer',
};

/** The whole way of a post that the bot answers. */
const way = ['sent', 'accepted', 'opened', 'answered', 'delivered'];
const bad = new Set(['rejected', 'failed', 'refused', 'nobody']);

/**
 * @typedef {{ inputId?: string, code?: string, title?: string, detail?: string } | null} Body
 * @typedef {{ sentAt: number, answer?: { status: number, ms: number, body: Body }, nobody?: boolean }} Post
 * @typedef {{ outcome: string, code: string | null, note: string | null, stages: { stage: string, at: string }[] }} Receipt
 */

/**
 * Of a post and what control knows of it (`null`: nothing yet): `steps` with `name`, `label`, `ms` (null: not yet) and
 * `isBad`; `verdict`, a sentence; `problem`, why it came to nothing; `isOver`: nothing more will happen to it.
 * @param {Post} post
 * @param {Receipt | null} receipt
 */
export function whatHappened(post, receipt) {
  const times = timesOf(post, receipt);
  const end = [...bad, 'applied'].find((name) => times.has(name));
  const steps = wayTo(end).map((name) => ({
    name,
    label: labels[name],
    ms: times.get(name) ?? null,
    isBad: bad.has(name),
  }));
  const problem = problemOf(post, receipt);
  const isOver = times.has('delivered') || (end !== undefined && end !== 'failed');
  return { steps, problem, isOver, verdict: verdictOf(times, end) };
}

function wayTo(end) {
  if (end === 'nobody' || end === 'refused') return ['sent', end];
  if (end === 'applied' || end === 'rejected') return ['sent', 'accepted', end];
  if (end === 'failed') return ['sent', 'accepted', 'opened', 'failed', 'delivered'];
  return way;
}

/**
 * Milliseconds since the request, by step. The clock of the page and that of the services may differ, so the first of
 * theirs is laid between request and answer; from there on theirs count.
 */
function timesOf({ sentAt, answer, nobody }, receipt) {
  const times = new Map([['sent', 0]]);
  if (nobody) return times.set('nobody', 0);
  if (!answer) return times;
  const isAccepted = answer.status < 300;
  if (!receipt) return times.set(isAccepted ? 'accepted' : 'refused', Math.round(answer.ms));
  const [first] = receipt.stages;
  if (!first) return times;
  const began = Math.min(Math.max(Date.parse(first.at) - sentAt, 0), answer.ms);
  let last = 0;
  for (const { stage, at } of receipt.stages) {
    last = Math.max(last, Math.round(began + Date.parse(at) - Date.parse(first.at)));
    times.set(stage, last);
  }
  return times;
}

function problemOf({ answer, nobody }, receipt) {
  if (nobody) return { code: 'no answer', text: 'Is Backchannel running, and is the network there?' };
  if (answer && answer.status >= 300) {
    const code = answer.body?.code ?? `status ${answer.status}`;
    return { code, text: explain(code, answer.body) };
  }
  const code = receipt?.code ?? receipt?.note;
  return code ? { code, text: explain(code) } : null;
}

function verdictOf(times, end) {
  if (end === 'nobody') return 'Nobody answered';
  if (bad.has(end)) return `${labels[end]} after ${times.get(end)} ms`;
  if (end === 'applied') return `Kept after ${times.get(end)} ms; there was nothing to say`;
  if (times.has('delivered')) return `On the screen after ${times.get('delivered')} ms`;
  if (times.has('answered'))
    return `Answered after ${times.get('answered')} ms; waiting for somebody to look at the chat`;
  return times.has('accepted') ? 'Accepted: it can’t get lost any more' : 'On its way';
}

import { newId } from './browser.js';
import { tell } from './told.js';

const now = () => performance.timeOrigin + performance.now();

/**
 * Posts, and tells the shop's page what is posted, when, and what was answered. `by` is who posts, `api` by what; the
 * request is `{ url, headers, body }`. Answers with the post; without an `answer` nobody was there.
 */
export async function post({ by, api, request }) {
  const sent = { id: newId(), by, api, request, sentAt: now() };
  tell(sent);
  const known = { ...sent, ...(await answerTo(request, sent.sentAt)) };
  tell(known);
  return known;
}

async function answerTo({ url, headers, body }, sentAt) {
  try {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    const ms = now() - sentAt;
    const text = await response.text();
    return { answer: { status: response.status, ms, body: jsonIn(text) } };
  } catch (error) {
    // A browser tells a page no more than that nobody was there.
    if (error instanceof TypeError) return { nobody: true };
    throw error;
  }
}

function jsonIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

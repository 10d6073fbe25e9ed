import { whatHappened } from './happened.js';

const quickMs = 100;
const slowMs = 3000;
const patienceMs = 10 * 60_000;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks what becomes of a post until nothing more will, each time waiting a little longer; not at all while nobody looks
 * at the page. `ask(post)` answers with what control knows, null where that is nothing yet.
 */
export async function follow(post, ask, changed) {
  const end = Date.now() + patienceMs;
  for (let ms = quickMs; Date.now() < end; ms = Math.min(ms * 1.3, slowMs)) {
    // First a pause: the journal hears of a post a moment after its sender, and not found is an error in a console.
    await pause(ms);
    await visible();
    const receipt = await ask(post);
    if (receipt) changed(receipt);
    if (receipt && whatHappened(post, receipt).isOver) return;
  }
}

function visible() {
  if (!document.hidden) return undefined;
  return new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
}

/** With the credential that posted; what the shop's server has posted, its server is asked for: it has the token. */
export function askAt(inputsUrl) {
  /** @param {{ answer: { body: { inputId: string } }, request?: { headers: object }, byServer?: boolean }} post */
  return async ({ answer, request, byServer = false }) => {
    const { inputId } = answer.body;
    const path = encodeURIComponent(inputId);
    const [url, headers] = byServer
      ? [`happened/${path}`, {}]
      : [`${inputsUrl}/v1/inputs/${path}`, { Authorization: request.headers.Authorization }];
    try {
      const response = await fetch(url, { headers });
      return response.ok ? await response.json() : null;
    } catch (error) {
      // Nobody is there: asked again like everything that is not known yet.
      if (error instanceof TypeError) return null;
      throw error;
    }
  };
}

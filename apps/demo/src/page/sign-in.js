import { newId } from './browser.js';
import { find } from './drawn.js';

const place = 'demo:name';
const now = () => performance.timeOrigin + performance.now();

/** Who is signed in at the shop: any name will do. What the shop's server posts is given to `told`. */
export class SignIn {
  #told;
  #ask;
  /** Ids of the conversation whose bot has asked for them, while nobody is signed in. */
  #wanted = null;

  /** `ask`: has the chat's bot ask for the ids. */
  constructor({ told, ask }) {
    this.#told = told;
    this.#ask = ask;
    find('sign-in').addEventListener('click', () => (this.name ? this.#signOut() : find('who').showModal()));
    find('who').addEventListener('close', () => this.#closed());
    find('who-cancel').addEventListener('click', () => find('who').close(''));
    find('who-form').addEventListener('submit', (event) => {
      event.preventDefault();
      find('who').close(find('name').value.trim());
    });
    addEventListener('storage', () => this.#draw());
    this.#draw();
  }

  get name() {
    return localStorage.getItem(place) ?? '';
  }

  /** Opens the form. */
  open() {
    if (!find('who').open) find('who').showModal();
  }

  /** `chatbot.shareSession(param)`: the ids go to the shop's server if somebody is signed in; else they are asked first. */
  async share({ sessionId, botId }) {
    if (this.name) {
      await this.#post({ sessionId, botId });
      return 'told';
    }
    this.#wanted = { sessionId, botId };
    this.open();
    return 'asked';
  }

  #closed() {
    const dialog = find('who');
    const name = dialog.returnValue;
    const ids = this.#wanted;
    this.#wanted = null;
    dialog.returnValue = '';
    if (!name) return;
    localStorage.setItem(place, name);
    this.#draw();
    if (ids) void this.#post(ids);
    else this.#ask();
  }

  #signOut() {
    localStorage.removeItem(place);
    this.#draw();
  }

  #draw() {
    const { name } = this;
    find('sign-in').textContent = name ? `${name} · Sign out` : 'Sign in';
  }

  /** The shop's server does it: the webhook's token is not for browsers. It answers with what it has posted. */
  async #post(ids) {
    const id = newId();
    const about = { id, by: 'The shop’s server', api: 'Webhook', byServer: true };
    const body = { name: this.name, ...ids };
    const sentAt = now();
    try {
      const headers = { 'Content-Type': 'application/json' };
      const response = await fetch('sign-in', { method: 'POST', headers, body: JSON.stringify(body) });
      const answer = await response.json();
      const refused = {
        sentAt,
        request: { url: response.url, headers, body: { name: this.name, orders: [], ...ids } },
      };
      if (response.ok) this.#told({ ...about, ...answer });
      else this.#told({ ...about, ...refused, answer: { status: response.status, ms: now() - sentAt, body: answer } });
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#told({ ...about, sentAt, nobody: true, request: { url: 'sign-in', headers: {}, body } });
    }
  }
}

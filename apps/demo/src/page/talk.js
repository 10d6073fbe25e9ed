import { newId } from './browser.js';

/** Closed for good: with these codes another attempt would end the same way. */
const final = new Map([
  [4400, 'This page is out of date: reload it.'],
  [4401, 'This conversation can no longer be opened.'],
  [4403, 'This page may not show the chat.'],
  [4404, 'There is no such bot.'],
  [4410, 'This conversation has been erased.'],
  [4419, 'This conversation can no longer be opened.'],
]);
/** Refusals that are no fault of the message: it is sent again. */
const passing = new Set(['unavailable', 'rate_limited', 'internal', 'token_expired']);
const RENEW_MS = 6 * 60 * 60 * 1000;
const TYPING_MS = 10_000;

/**
 * One tab's side of a conversation. Shows each message once, in order; sends each message until the transcript shows
 * it or somebody says why not. `changed` is called after everything that is worth drawing again.
 */
export class Talk {
  /** `connecting`, `online`, `offline`, or `ended` with `why`. */
  status = 'connecting';
  why = '';
  typing = false;
  messages = [];
  /** Messages that were refused, with the reason. */
  refused = [];
  #epoch;
  #socket = null;
  #attempts = 0;
  #inputIds = new Map();
  #shown = '';
  #timers = { retry: 0, typing: 0, resend: 0, renew: 0 };

  /** `kept`: what the browser remembers. `visible()`: whether somebody can see the page. */
  constructor({ chatUrl, botId, kept, attributes = {}, visible = () => true, changed = () => {} }) {
    Object.assign(this, { chatUrl, botId, kept, attributes, visible, changed });
  }

  get conversation() {
    return this.kept.conversation;
  }

  get pending() {
    return this.kept.pending();
  }

  /** Goes on with the conversation that the browser remembers, or opens one. Comes again by itself. */
  async start() {
    this.stop();
    this.#become('connecting');
    try {
      if (!this.conversation) this.kept.conversation = await this.#open();
      else if (Date.parse(this.conversation.expiresAt) - Date.now() < RENEW_MS) await this.#renew();
      this.#forgetOther();
      this.#connect();
    } catch {
      this.#later();
    }
  }

  stop() {
    clearTimeout(this.#timers.retry);
    clearTimeout(this.#timers.renew);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** Another conversation, as if the person came for the first time. */
  async begin() {
    this.kept.forget();
    await this.start();
  }

  /** Another tab has changed what the browser remembers. */
  followOthers() {
    const { conversationId } = this.conversation ?? {};
    if (conversationId && conversationId !== this.#shown) void this.start();
    else this.changed();
  }

  say(text) {
    const message = { id: newId(), text, at: Date.now() };
    this.kept.put(message);
    this.#send(message);
    this.changed();
  }

  /** What is on the screen has been seen: call it when the page comes into view. */
  acknowledge() {
    const seq = this.#after;
    if (seq > 0 && this.visible()) this.#frame({ type: 'ack', seq });
  }

  #forgetOther() {
    const { conversationId } = this.conversation;
    if (conversationId === this.#shown) return;
    this.#shown = conversationId;
    this.#epoch = undefined;
    this.#inputIds.clear();
    Object.assign(this, { messages: [], refused: [], typing: false });
  }

  get #after() {
    return this.messages.at(-1)?.seq ?? 0;
  }

  async #open() {
    const { botId, attributes } = this;
    return await this.#post('/v1/conversations', { botId, attributes });
  }

  async #renew() {
    const { conversationId, token } = this.conversation;
    try {
      const renewed = await this.#post(`/v1/conversations/${conversationId}/token`, undefined, token);
      this.kept.conversation = { ...this.conversation, ...renewed };
    } catch (error) {
      // The socket says what a token is worth; only without an answer there is nothing to try.
      if (!error.status) throw error;
    }
  }

  async #post(path, body, token) {
    const response = await fetch(`${this.chatUrl}${path}`, {
      method: 'POST',
      headers: {
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      body: body && JSON.stringify(body),
    });
    if (!response.ok) throw Object.assign(new Error(`${path}: ${response.status}`), { status: response.status });
    return await response.json();
  }

  #connect() {
    const socket = new WebSocket(this.conversation.socket);
    this.#socket = socket;
    const on = (name, handle) =>
      socket.addEventListener(name, (event) => {
        // One that was replaced has nothing to say any more.
        if (this.#socket === socket) handle(event);
      });
    on('open', () => {
      this.#frame({ type: 'hello', token: this.conversation.token, after: this.#after, epoch: this.#epoch });
    });
    on('message', ({ data }) => this.#hear(JSON.parse(data)));
    on('close', ({ code }) => {
      this.#socket = null;
      const why = final.get(code);
      if (why) this.#become('ended', why);
      else this.#later();
    });
  }

  /** Not all at the same moment, and not too often. */
  #later() {
    this.#become('offline');
    const most = Math.min(30_000, 500 * 2 ** this.#attempts);
    this.#attempts += 1;
    clearTimeout(this.#timers.retry);
    this.#timers.retry = setTimeout(() => void this.start(), most / 2 + (Math.random() * most) / 2);
  }

  #hear(frame) {
    if (frame.type === 'welcome') this.#welcome(frame);
    if (frame.type === 'message') this.#show(frame.message);
    if (frame.type === 'typing') this.#type(true);
    if (frame.type === 'accepted') this.#accepted(frame);
    if (frame.type === 'problem') this.#problem(frame);
    this.changed();
  }

  #welcome({ epoch }) {
    if (epoch !== this.#epoch) this.messages = [];
    this.#epoch = epoch;
    this.#attempts = 0;
    this.#become('online');
    const renewIn = Date.parse(this.conversation.expiresAt) - Date.now() - RENEW_MS;
    // A timer of more than 24 days would go off at once.
    this.#timers.renew = setTimeout(() => void this.start(), Math.min(Math.max(renewIn, 60_000), 2 ** 31 - 1));
    for (const message of this.pending) this.#send(message);
  }

  #show(message) {
    if (message.seq <= this.#after) return;
    this.messages.push(message);
    if (message.from === 'bot') this.#type(false);
    for (const [id, inputId] of this.#inputIds) if (inputId === message.id) this.#settle(id);
    this.acknowledge();
  }

  #accepted({ id, inputId }) {
    // It may have been shown before: then this was the second time that it was sent.
    if (this.messages.some((message) => message.id === inputId)) this.#settle(id);
    else this.#inputIds.set(id, inputId);
  }

  #problem({ id, problem }) {
    if (id === undefined) return;
    if (passing.has(problem.code)) return this.#sendAgain();
    const message = this.pending.find((one) => one.id === id);
    if (message) this.refused.push({ ...message, why: problem.title });
    this.#settle(id);
  }

  #sendAgain() {
    clearTimeout(this.#timers.resend);
    this.#timers.resend = setTimeout(() => {
      for (const message of this.pending) if (!this.#inputIds.has(message.id)) this.#send(message);
    }, 2000);
  }

  #settle(id) {
    this.#inputIds.delete(id);
    this.kept.drop(id);
  }

  #send({ id, text }) {
    this.#frame({ type: 'say', id, text });
  }

  #frame(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #type(typing) {
    this.typing = typing;
    clearTimeout(this.#timers.typing);
    if (!typing) return;
    this.#timers.typing = setTimeout(() => {
      this.typing = false;
      this.changed();
    }, TYPING_MS);
  }

  #become(status, why = '') {
    Object.assign(this, { status, why });
    this.changed();
  }
}

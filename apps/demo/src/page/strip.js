import { askAt, follow } from './asked.js';
import { element, find } from './drawn.js';
import { whatHappened } from './happened.js';
import { Latest } from './latest.js';
import { asCurl } from './webview.js';

const place = 'demo:posts';
const most = 6;

/** What was posted lately, the newest first: each with what has become of it. Kept through a reload of this tab. */
export class Strip {
  #entries = new Map();
  #ask;
  #latest = new Latest();

  constructor(inputsUrl) {
    this.#ask = askAt(inputsUrl);
    for (const { post, receipt } of kept()) this.#show(post, receipt);
  }

  /** A post, or more that is known of one. */
  show(post) {
    this.#show(post, null);
    this.#told(this.#entries.get(post.id));
  }

  #told(entry) {
    this.#latest.say(entry.verdict);
    this.#keep();
  }

  #show(post, receipt) {
    const known = this.#entries.get(post.id);
    const entry = known ?? new Entry();
    if (!known) {
      this.#entries.set(post.id, entry);
      find('posts').prepend(entry.node);
      find('no-posts').hidden = true;
      for (const [id, { node }] of [...this.#entries].slice(0, -most)) {
        node.remove();
        this.#entries.delete(id);
      }
    }
    entry.draw(post, receipt ?? entry.receipt);
    if (post.answer?.body?.inputId && !entry.isFollowed && !entry.isOver) {
      entry.isFollowed = true;
      void follow(post, this.#ask, (now) => {
        entry.draw(post, now);
        this.#told(entry);
      });
    }
  }

  #keep() {
    const all = [...this.#entries.values()].map(({ post, receipt }) => ({ post, receipt }));
    sessionStorage.setItem(place, JSON.stringify(all));
  }
}

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? '[]');
  } catch {
    return [];
  }
}

/** One post: who, what, its string of lights, and the request itself, folded away. */
class Entry {
  post;
  receipt = null;
  isFollowed = false;
  isOver = false;
  verdict = '';
  #by = element('strong');
  #api = element('span', { class: 'api' });
  #verdict = element('p', { class: 'verdict', role: 'status' });
  #values = element('p', { class: 'values' });
  #lights = element('ol', { class: 'lights' });
  #problem = element('p', { class: 'problem', hidden: true });
  #curl = element('pre', { tabindex: '0', 'aria-label': 'The request, as curl' });
  node = element(
    'li',
    { class: 'post' },
    element('div', { class: 'head' }, element('p', { class: 'by' }, this.#by, ' ', this.#api), this.#verdict),
    this.#values,
    this.#lights,
    this.#problem,
    element(
      'details',
      {},
      element('summary', {}, 'The request, as curl'),
      this.#curl,
      element('button', { type: 'button', class: 'quiet', click: ({ target }) => this.#copy(target) }, 'Copy'),
    ),
  );

  draw(post, receipt) {
    this.post = post;
    this.receipt = receipt;
    const { steps, verdict, problem, isOver } = whatHappened(post, receipt);
    this.isOver = isOver;
    this.verdict = verdict;
    this.node.dataset.over = isOver;
    say(this.#by, post.by);
    say(this.#api, `by ${post.api}`);
    say(this.#verdict, verdict);
    this.#verdict.classList.toggle('bad', problem !== null && steps.some(({ isBad }) => isBad));
    this.#values.replaceChildren(...valuesOf(post.request.body).map((text) => element('code', {}, text)));
    this.#problem.hidden = problem === null;
    if (problem) this.#problem.replaceChildren(element('code', {}, problem.code), ` ${problem.text}`);
    say(this.#curl, asCurl(post.request));
    this.#string(steps);
  }

  /** A light that is there stays the same element, so that it can be seen going on. */
  #string(steps) {
    const lights = this.#lights;
    while (lights.children.length > steps.length) lights.lastChild.remove();
    steps.forEach(({ name, label, ms, isBad }, i) => {
      const light =
        lights.children[i] ??
        lights.appendChild(
          element(
            'li',
            {},
            element('span', { class: 'bulb', 'aria-hidden': 'true' }),
            element('span', { class: 'label' }),
            element('span', { class: 'ms' }),
          ),
        );
      light.dataset.step = name;
      light.className = isBad ? 'bad on' : ms === null ? '' : 'on';
      say(light.querySelector('.label'), label);
      say(light.querySelector('.ms'), ms === null ? '…' : `${ms} ms`);
    });
  }

  async #copy(button) {
    const text = this.#curl.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      // Not on https, or not allowed: marked, so that it can be copied by hand.
      getSelection().selectAllChildren(this.#curl);
    }
  }
}

function say(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** What a body says and sets, each short enough to be read in passing. */
function valuesOf({ message, contextVariables, name, orders }) {
  const said = message ?? null;
  const set = contextVariables?.map(({ name: variable, value }) => `${variable} = ${value}`) ?? [];
  const data = name ? [`name = ${name}`, `orders = ${orders.length}`] : [];
  return [...(said ? [`“${said}”`] : []), ...set, ...data].map((text) =>
    text.length > 44 ? `${text.slice(0, 43)}…` : text,
  );
}

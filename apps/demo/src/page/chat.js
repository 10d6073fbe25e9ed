import { Kept } from './kept.js';
import { Talk } from './talk.js';

const find = (id) => document.getElementById(id);
const { chatUrl, botId } = await (await fetch('config.json')).json();

const talk = new Talk({
  chatUrl,
  botId,
  kept: new Kept(localStorage, botId),
  // The bot's link to the payment page leads here.
  attributes: { paymentPage: new URL('pay.html', location.href).href },
  visible: () => document.visibilityState === 'visible',
  changed: draw,
});

const words = {
  connecting: 'Connecting…',
  online: 'Online',
  offline: 'Offline: what you write is sent later',
  ended: '',
};

const lines = new Map();
let payFor = '';
let isAtEnd = true;

function draw() {
  find('status').textContent = talk.status === 'ended' ? talk.why : words[talk.status];
  find('typing').hidden = !talk.typing;
  showPaymentPage();

  const closed = talk.messages.some(({ type }) => type === 'closed');
  find('text').disabled = closed || talk.status === 'ended';
  const wanted = [
    ...talk.messages.map((message) => ({ key: `m${message.seq}:${message.id}`, ...message })),
    ...talk.pending.map((message) => ({ key: `p${message.id}`, ...message, from: 'user', pending: true })),
    ...talk.refused.map((message) => ({ key: `r${message.id}`, ...message, refused: true })),
  ];
  place(wanted);
}

/** Only what is new is drawn, so that a screen reader hears each message once. */
function place(wanted) {
  const log = find('log');
  const keys = new Set(wanted.map(({ key }) => key));
  for (const [key, line] of lines) {
    if (keys.has(key)) continue;
    line.remove();
    lines.delete(key);
  }
  wanted.forEach((message, i) => {
    const line = lines.get(message.key) ?? lineOf(message);
    lines.set(message.key, line);
    if (log.children[i] !== line) log.insertBefore(line, log.children[i] ?? null);
  });
  stayAtEnd();
}

/** Unless somebody reads further up. */
function stayAtEnd() {
  if (isAtEnd) find('log').scrollTop = find('log').scrollHeight;
}

function lineOf(message) {
  const line = document.createElement('div');
  const isNote = message.type === 'closed';
  line.className = ['line', isNote ? 'note' : message.from, message.pending && 'pending', message.refused && 'refused']
    .filter(Boolean)
    .join(' ');
  const who = { user: 'You', outside: 'Payment page', bot: 'Lamp shop' }[message.from];
  if (who && !isNote) line.append(element('span', 'who', message.pending ? `${who} (sending)` : who));
  line.append(...withLinks(isNote ? 'The conversation has ended.' : (message.text ?? `(${message.type})`)));
  if (message.refused) line.append(element('span', 'who', `Not sent: ${message.why}`));
  return line;
}

function withLinks(text) {
  return text.split(/(https?:\/\/\S*[^\s.,;:!?)”"'])/).map((part, i) => {
    if (i % 2 === 0 || !URL.canParse(part)) return part;
    const { host, pathname, search } = new URL(part);
    const link = element('a', '', `${host}${pathname}${search ? '?…' : ''}`);
    link.href = link.title = part;
    link.target = '_blank';
    link.rel = 'noopener';
    return link;
  });
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function showPaymentPage() {
  const { conversationId, userId } = talk.conversation ?? {};
  if (!conversationId || payFor === conversationId) return;
  payFor = conversationId;
  find('pay').src = `pay.html?${String(new URLSearchParams({ conversationId, userId, botId }))}`;
}

find('say').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = find('text').value.trim();
  if (text === '') return;
  find('text').value = '';
  talk.say(text);
});
find('again').addEventListener('click', () => {
  void talk.begin();
  find('text').focus();
});
find('log').addEventListener('scroll', () => {
  const { scrollHeight, scrollTop, clientHeight } = find('log');
  isAtEnd = scrollHeight - scrollTop - clientHeight < 80;
});
new ResizeObserver(stayAtEnd).observe(find('log'));
document.addEventListener('visibilitychange', () => talk.acknowledge());
addEventListener('online', () => talk.start());
addEventListener('storage', () => talk.followOthers());

void talk.start();

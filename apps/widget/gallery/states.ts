import type { Look, Message } from '@backchannel/contracts';
import type { Known, Talking } from '../src/talk/talking.ts';
import { picture } from './pictures.ts';

/** One of the ways in which the chat can look. */
export interface State {
  readonly now?: Partial<Talking>;
  readonly look?: Look;
  readonly lang?: string;
  /** Whether the window is open. */
  readonly isClosed?: boolean;
  /** What the person does to come there. */
  readonly taps?: readonly string[];
}

type Said = Partial<Message> & Pick<Message, 'type'>;

// A day of its own, so that pictures of it are always the same.
const morning = new Date().setHours(9, 41, 0, 0);

function transcript(...said: readonly Said[]): Message[] {
  return said.map((message, place) => ({
    seq: place + 1,
    id: `m${place + 1}`,
    from: 'bot',
    at: morning + place * 20_000,
    ...message,
  }));
}

const bot = (text: string, more: object = {}): Said => ({ type: 'text', text, ...more });
const person = (text: string): Said => ({ type: 'text', from: 'user', text });
const outside = (text: string): Said => ({ type: 'text', from: 'outside', text });

const current: Known = { conversationId: 'c1', userId: 'ada', startedAt: morning, last: null, closed: false };
const shop: Look = {
  title: 'Lamp shop',
  greeting: 'Hello! Ask us anything about lamps, orders and payments.',
  avatarUrl: picture('shop', 96, 96),
};

const begun = transcript(
  bot('Hello Ada! Your lamp is reserved for you until this evening.'),
  bot('How would you like to go on?'),
  person('I want to pay for it'),
  bot('With pleasure. The lamp is 49.00 EUR, delivery included.', {
    html: 'With pleasure. The lamp is <strong>49.00 EUR</strong>, delivery included.',
    buttons: [
      { type: 'url', label: 'Pay now', url: new URL('outside.html', location.href).href, target: 'slideout' },
      { type: 'postback', label: 'Pay on delivery', payload: 'later' },
    ],
  }),
  outside('payment successful'),
  bot('Thank you, we have got your payment. Your lamp leaves our house tomorrow.'),
);

const lamps = [
  { title: 'Aurora', subtitle: 'Brass and opal glass, warm light', imageUrl: picture('aurora'), price: '49.00 EUR' },
  { title: 'Meridian, the standing one', subtitle: 'Oak, 160 cm', imageUrl: picture('meridian'), price: '189.00 EUR' },
  {
    title: 'Firefly',
    subtitle: 'Charges by USB, lasts for 40 hours of reading',
    imageUrl: picture('firefly'),
    price: '29.00 EUR',
  },
  { title: 'Harbour', subtitle: 'For outside', imageUrl: picture('harbour'), price: '79.00 EUR' },
].map(({ price, ...card }) => ({
  ...card,
  buttons: [
    { type: 'postback', label: `Take it for ${price}`, payload: card.title },
    { type: 'url', label: 'Details', url: 'https://shop.example/lamps', target: 'new' },
  ],
}));

const kinds = transcript(
  bot('Our house:', {
    html: '<p>Our <b>opening hours</b>:</p><ul><li>Monday to Friday, 9 to 18</li><li><i>Saturday</i>, 10 to 14</li></ul><p>More on <a href="https://shop.example/house">our house</a>.</p>',
  }),
  bot(
    'Write to lamps@shop.example, call +49 30 1234567 or look at https://shop.example/help?topic=delivery&lang=en.\nWe are there for you.',
  ),
  { type: 'image', url: picture('aurora', 800, 600), alt: 'The lamp Aurora on a table' },
  { type: 'image', url: 'https://shop.invalid/gone.png', alt: 'The plan of our house' },
  bot('Which one do you mean?', {
    buttons: ['The blue one', 'The green one', 'Neither of them, I would rather look around for a while'].map(
      (label) => ({
        type: 'postback',
        label,
        payload: label,
      }),
    ),
  }),
  person('The green one'),
  { type: 'universal', content: { stars: 4 } },
  { type: 'weather', text: 'A kind of reply that this chat does not know.' },
  bot('And what now?', {
    quickReplies: [
      { title: 'Order', payload: 'order', imageUrl: picture('firefly', 48, 48) },
      { title: 'Pay', payload: 'pay' },
      { title: 'Talk to a person', payload: 'person' },
      { title: 'Nothing, thanks', payload: 'no' },
    ],
  }),
);

const many = transcript(
  ...Array.from({ length: 1000 }, (_, place) =>
    place % 3 === 0
      ? person(`Question ${place + 1}`)
      : bot(`Answer ${place + 1}: ${'some more words '.repeat(place % 7)}`),
  ),
).map((message, place) => ({ ...message, at: morning - (1000 - place) * 9 * 60_000 }));

const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';

export const states: Readonly<Record<string, State>> = {
  closed: { isClosed: true },
  unread: { isClosed: true, now: { messages: begun, unread: 3 } },
  greeting: {},
  connecting: { now: { status: 'connecting' } },
  conversation: { now: { messages: begun } },
  typing: { now: { messages: begun.slice(0, 3), typing: true } },
  kinds: { now: { messages: kinds } },
  carousel: {
    now: {
      messages: transcript(person('Which lamps do you have?'), {
        type: 'cards',
        layout: 'carousel',
        text: 'These are the ones that people like best:',
        cards: lamps,
      }),
    },
  },
  list: {
    now: { messages: transcript({ type: 'cards', layout: 'list', text: 'Two of them:', cards: lamps.slice(0, 2) }) },
  },
  slideout: { now: { messages: begun.slice(0, 4) }, taps: ['Pay now'] },
  offline: {
    now: {
      status: 'offline',
      messages: begun.slice(0, 2),
      pending: [{ id: 'p1', at: morning, text: 'Is it still there?' }],
    },
  },
  unsent: {
    now: {
      messages: begun.slice(0, 2),
      pending: [{ id: 'p1', at: morning, text: 'Hello?' }],
      refused: [
        {
          id: 'r1',
          at: morning,
          text: 'I would like to order all of your lamps, please.',
          problem: { code: 'queue_full' },
        },
      ],
    },
  },
  over: {
    now: {
      closed: true,
      messages: [
        ...begun,
        ...transcript({ type: 'closed' }).map((one) => ({ ...one, id: 'z', seq: 7, at: morning + 200_000 })),
      ],
    },
  },
  transferred: {
    now: {
      transferred: true,
      messages: transcript(person('I want to talk to a person'), bot('Of course.'), {
        type: 'transfer',
        to: 'Customer service',
      }),
    },
  },
  erased: { now: { status: 'ended', ended: 'erased' } },
  forbidden: { now: { status: 'ended', ended: 'origin_forbidden' } },
  disabled: { now: { status: 'ended', ended: 'bot_disabled', messages: begun.slice(0, 2) } },
  outdated: { now: { status: 'ended', ended: 'frame_invalid', messages: begun.slice(0, 2) } },
  earlier: {
    now: {
      known: [
        { ...current, last: { text: 'Your lamp leaves our house tomorrow.', at: morning, seq: 6 } },
        {
          ...current,
          conversationId: 'c2',
          last: { text: `Thank you for your order of the ${word}`, at: morning - 86_400_000, seq: 2 },
          closed: true,
        },
        { ...current, conversationId: 'c3', startedAt: morning - 9 * 86_400_000 },
      ],
    },
    taps: ['More', 'Earlier conversations'],
  },
  menu: { now: { messages: begun }, taps: ['More'] },
  ending: { now: { messages: begun }, taps: ['More', 'End conversation'] },
  thousand: { now: { messages: many } },
  long: {
    look: { ...shop, title: `The house of ${word}`, greeting: `${word} ${word}` },
    now: {
      messages: transcript(
        bot(`${word} https://shop.example/${'a-very-long-address/'.repeat(8)}`, {
          buttons: [{ type: 'postback', label: `${word}${word}`, payload: 'x' }],
        }),
        person(word + word),
        outside(word + word),
        {
          type: 'cards',
          layout: 'list',
          cards: [{ title: word, subtitle: word + word, buttons: [{ type: 'postback', label: word, payload: 'x' }] }],
        },
        bot('', { quickReplies: [{ title: word, payload: 'x' }] }),
      ),
    },
  },
  arabic: {
    lang: 'ar',
    look: { title: 'متجر المصابيح', greeting: 'مرحبًا! اسألنا عن المصابيح والطلبات.', position: 'left' },
    now: {
      messages: transcript(
        bot('مرحبًا أدا! المصباح محجوز لك حتى المساء.'),
        person('أريد أن أدفع'),
        outside('payment successful'),
        bot('شكرًا لك!', {
          buttons: [{ type: 'url', label: 'التفاصيل', url: 'https://shop.example/', target: 'new' }],
        }),
        { type: 'cards', layout: 'carousel', cards: lamps },
        bot('هل من شيء آخر؟', {
          quickReplies: [
            { title: 'نعم', payload: 'yes' },
            { title: 'لا، شكرًا', payload: 'no' },
          ],
        }),
      ),
    },
  },
  yellow: { look: { ...shop, color: '#ffe14d', radius: 4 }, now: { messages: begun } },
  pale: { look: { title: 'Pale', color: '#f8f8f8', radius: 32 }, now: { messages: begun } },
};

/** With what is the same in most of them. */
export function stateOf(name: string): Required<State> {
  const { now, look = shop, lang = 'en', isClosed = false, taps = [] } = states[name] ?? {};
  return { now: { current, known: [current], ...now }, look, lang, isClosed, taps };
}

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { elapsed, opened, posted, returned, said } from './bot.fixture.ts';
import { live } from './live.fixture.ts';

const file = readFileSync(new URL('../../../bots/shop.json', import.meta.url), 'utf8');
const { dialogs, settings, ...more } = JSON.parse(file);
const talk = live();

/** A conversation with the demo's bot, greeted. */
async function shop() {
  const one = talk(dialogs, more);
  one.environment = settings.environment;
  const greeted = await one.hear(opened());
  return { one, greeted };
}
type Talking = Awaited<ReturnType<typeof shop>>['one'];

const id = '534e34fc89050304e6f6827c41c50410d7';
const paid = (PaymentStatus: string, message?: string) =>
  posted(message, { variables: { PaymentId: id, PaymentStatus }, webView: true });
/** The page's function has returned this. */
const page = (one: Talking, value: object | string) => one.hear(returned(`${one.turn}:page`, { value }));
const noPage = (one: Talking) => one.hear(returned(`${one.turn}:page`, { error: 'there is no such function' }));
const basket = { count: 2, items: '2 × Desk lamp “Aurora”', total: '98.00 EUR' };
const buttons = (one: Talking) =>
  one.replies.flatMap(({ buttons: shown = [] }) => shown as { url: string; target: string }[]);
const called = (one: Talking) => one.replies.find(({ type }) => type === 'page_call')?.['function'];

async function paying() {
  const { one } = await shop();
  await one.hear('I want to pay');
  expect(called(one)).toBe('basket');
  return { one, asked: await page(one, basket) };
}

test('it greets, and offers everything that there is to try', async () => {
  const { one, greeted } = await shop();
  expect(greeted[0]).toBe('Hello! This is the lamp shop.');
  const offered = one.replies.at(-1)?.['quickReplies'] as { payload: string }[];
  for (const { payload } of offered)
    expect(await one.hear(payload)).not.toContainEqual(expect.stringMatching(/not understand/));
});

test('what is in the basket is paid; the address of the payment page carries what its post needs', async () => {
  const { one, asked } = await paying();
  expect(asked).toEqual(['2 × Desk lamp “Aurora”: 98.00 EUR. The payment page is open for a minute.']);
  const [button] = buttons(one);
  expect(button).toMatchObject({ label: 'Pay 98.00 EUR', target: 'slideout' });
  const { origin, pathname, searchParams } = new URL(button?.url ?? '');
  expect(origin + pathname).toBe('http://localhost:3000/pay.html');
  const { by, ...rest } = Object.fromEntries(searchParams);
  const { items, total } = basket;
  expect(rest).toEqual({ conversationId: one.conversationId, userId: 'u', botId: 'b', items, total });
  expect(Number(by)).toBe(5 + 60_000);
  expect(one.session.waiting).toMatchObject({ kind: 'wait', ms: 60_000 });
});

test('an empty basket is not paid; without a page one lamp is', async () => {
  const { one } = await shop();
  await one.hear('pay');
  expect(await page(one, { count: 0, items: '', total: '0.00 EUR' })).toEqual(['Your basket is empty.']);
  await one.hear('pay');
  expect(await noPage(one)).toEqual(['One desk lamp “Aurora”: 49.00 EUR. The payment page is open for a minute.']);
});

test('a payment that is waited for thanks, whether its message is heard or not', async () => {
  for (const message of ['payment successful', undefined]) {
    const { one } = await paying();
    const thanks = await one.hear(paid('PROCESSED', message));
    expect(thanks[0]).toBe(`Thank you! Your payment ${id} has arrived: PROCESSED.`);
    expect(one.replies.map(({ type }) => type)).toEqual(['text', 'image', 'page_call']);
    expect(called(one)).toBe('orderPlaced');
    expect(await page(one, 'done')).toEqual(['It is on its way.']);
  }
});

test('one that is declined can be tried again', async () => {
  const { one } = await paying();
  expect(await one.hear(paid('DECLINED', 'payment declined'))).toEqual([
    'Your payment did not go through: DECLINED. Nothing was charged.',
    'Would you like to try again? (yes/no)',
  ]);
  expect(await one.hear('perhaps')).toEqual(['Please answer yes or no.', 'Would you like to try again? (yes/no)']);
  await one.hear('yes');
  await page(one, basket);
  expect(buttons(one)).toHaveLength(1);
});

test('one that takes too long can be made again, and one that comes after all is thanked for', async () => {
  const { one } = await paying();
  const { waiting } = one.session;
  expect(await one.hear(elapsed(waiting?.id))).toEqual([
    'That took too long, and nothing was charged. Would you like to pay again?',
  ]);
  expect(one.session.waiting).toBeNull();
  expect((await one.hear(paid('PROCESSED', 'payment successful'))).slice(0, 2)).toEqual([
    'I had stopped waiting, but your payment has come after all.',
    `Thank you! Your payment ${id} has arrived: PROCESSED.`,
  ]);
  expect(await noPage(one)).toEqual(['It is on its way.']);
});

test('the order can be looked at and paid, or left', async () => {
  const { one } = await shop();
  await one.hear('order');
  expect(await noPage(one)).toEqual(['One desk lamp “Aurora”, 49.00 EUR.', 'Would you like to pay now? (yes/no)']);
  expect(await one.hear(said('No', { label: 'No' }))).toEqual([
    'No problem. It stays reserved: type “pay” when you are ready.',
  ]);
  expect(one.session).toMatchObject({ waiting: null, stack: [] });
});

test('a lamp on a card goes into the basket of the page', async () => {
  const { one } = await shop();
  await one.hear('show me lamps');
  expect(one.replies[0]).toMatchObject({ type: 'cards', layout: 'carousel' });
  await one.hear(said('add halo', { label: 'Add to basket' }));
  expect(one.replies[0]).toMatchObject({ type: 'page_call', function: 'addToBasket', param: { lamp: 'add halo' } });
  expect(await page(one, basket)).toEqual(['In your basket: 2 × Desk lamp “Aurora”, 98.00 EUR.']);
});

const orders = [{ id: 'L-1', lamp: 'halo', what: 'Floor lamp “Halo”', state: 'on its way' }];
const signedIn = posted('Ada has signed in.', {
  endpoint: 'login',
  variables: { name: 'Ada', orders },
  target: { dialog: 'Signed in' },
});

test.each(['asked', 'told'])('whoever signs in is greeted, and shown the orders: the page was %s', async (shared) => {
  const { one } = await shop();
  await one.hear('my orders');
  expect(called(one)).toBe('shareSession');
  expect((await page(one, shared)).length).toBe(shared === 'asked' ? 1 : 0);
  expect(await one.hear(signedIn)).toEqual(['Welcome back, Ada! These are your orders.', undefined]);
  const image = 'http://localhost:3000/halo.svg';
  expect(one.replies[1]?.['cards']).toMatchObject([
    { title: 'Floor lamp “Halo”', subtitle: 'L-1: on its way', imageUrl: image },
  ]);
  expect(await one.hear('where is my order')).toContain('Welcome back, Ada! These are your orders.');
  expect(await one.hear('lorem ipsum')).toEqual([expect.stringMatching(/^I did not understand/)]);
});

test('whoever signs in at another time is greeted as well', async () => {
  const { one } = await shop();
  expect(await one.hear(signedIn)).toContain('Welcome back, Ada! These are your orders.');
});

test('the address comes back by a link that is good for three names and one message', async () => {
  const { one } = await shop();
  expect(await one.hear('address')).toEqual([expect.stringMatching(/^Where shall we deliver/)]);
  const { pathname, searchParams } = new URL(buttons(one)[0]?.url ?? '');
  expect([pathname, ...searchParams.keys()]).toEqual(['/address.html', 'returnUrl', 'returnToken']);
  const address = { Name: 'Ada', Street: '12 St James’s Square', City: 'London' };
  const post = posted('address saved', { variables: address, webView: true });
  expect(await one.hear(post)).toEqual(['Thank you. It goes to Ada, 12 St James’s Square, London.']);
});

test('the example of the Web View Integration API starts its dialog', async () => {
  const { one } = await shop();
  expect(await one.hear(paid('PROCESSED', 'webrequest'))).toEqual([`Payment ${id} is PROCESSED.`]);
  expect(await one.hear('status')).toEqual([`Payment: ${id} Status: PROCESSED`]);
});

test('what it does not understand', async () => {
  const { one } = await shop();
  expect(await one.hear('lorem ipsum')).toEqual([expect.stringMatching(/^I did not understand/)]);
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dialog, question, returned, text } from '../bot.fixture.ts';
import { live } from '../live.fixture.ts';
import { type Behaviour, says, startApi } from '../outside/api.fixture.ts';

const talkOf = live({ limits: { retries: 0, totalMs: 400 } });
let service: Awaited<ReturnType<typeof startApi>>;
let behave: Behaviour;
beforeAll(async () => {
  service = await startApi((response, heard) => behave(response, heard));
});
afterAll(() => service[Symbol.asyncDispose]());
beforeEach(() => {
  behave = says(200, '{}');
  service.heard.length = 0;
});

const json = (value: unknown, status = 200) => says(status, JSON.stringify(value));
const call = (more: object = {}) => ({
  name: 'call',
  type: 'api',
  url: `${service.url}/x`,
  response: 'Order',
  ...more,
});
const end = (name: string, more = {}) => text(name, { next: 'end', ...more });
const called = async (more: object, { webView = {}, others = [] as object[] } = {}) => {
  const talk = talkOf([dialog('start', call(more), text('next', { next: 'end' }), ...others)]);
  talk.session = { ...talk.session, webView };
  const texts = await talk.hear('start');
  return { talk, texts, asked: service.heard[0] };
};

describe('what is asked:', () => {
  test('method, path, query, headers and a body, placeholders filled', async () => {
    const { asked, texts } = await called(
      {
        method: 'POST',
        url: `${service.url}/orders/{$webView.id}?a={$webView.id}#part`,
        query: { q: '{$webView.id} & more' },
        headers: { 'x-id': '{$webView.id}' },
        body: { id: '{$webView.id}', list: ['{$webView.list}', 'x {$webView.id}'] },
      },
      { webView: { id: 7, list: [1, 2] } },
    );
    expect(asked).toMatchObject({ method: 'POST', url: '/orders/7?a=7&q=7+%26+more', headers: { 'x-id': '7' } });
    expect(JSON.parse(asked?.body ?? '')).toEqual({ id: 7, list: [[1, 2], 'x 7'] });
    expect(asked?.headers['content-type']).toMatch(/^application\/json/);
    expect(texts).toEqual(['next.']);
  });

  const hostile = '"}\n\\ ../..?a=1&b=2#/ü{$webView.id}';

  test('a value stays within the quotes of a JSON text', async () => {
    const { asked } = await called(
      { method: 'POST', body: '{"v": "{$webView.v}", "n": {$webView.n}}' },
      { webView: { v: hostile, n: 12.5 } },
    );
    expect(JSON.parse(asked?.body ?? '')).toEqual({ v: hostile, n: 12.5 });
  });

  test('a value stays one field of a form', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const { asked } = await called(
      { method: 'POST', headers, body: 'v={$webView.v}&w=1' },
      { webView: { v: hostile } },
    );
    expect([...new URLSearchParams(asked?.body)]).toEqual([
      ['v', hostile],
      ['w', '1'],
    ]);
  });

  test('another text is sent as it is', async () => {
    const { asked } = await called(
      { method: 'PUT', headers: { 'content-type': 'text/plain' }, body: 'v={$webView.v}' },
      { webView: { v: hostile } },
    );
    expect(asked).toMatchObject({ body: `v=${hostile}`, headers: { 'content-type': 'text/plain' } });
  });

  test('a value stays one parameter of a query, written in the address or not', async () => {
    const { asked } = await called(
      { url: `${service.url}/x?v={$webView.v}`, query: { w: '{$webView.v}' } },
      { webView: { v: hostile } },
    );
    expect([...new URL(asked?.url ?? '', 'http://x').searchParams]).toEqual([
      ['v', hostile],
      ['w', hostile],
    ]);
  });

  test('a value in a path leads nowhere else, and may have slashes', async () => {
    for (const v of ['../admin', '..', 'a/../../admin', './x', '%2e%2e/admin', '\\..\\admin', 'a/b?c#d']) {
      service.heard.length = 0;
      const { asked } = await called({ url: `${service.url}/users/{$webView.v}/orders` }, { webView: { v } });
      expect(asked?.url).toMatch(/^\/users\/.+\/orders$/);
    }
    expect(service.heard[0]?.url).toBe('/users/a/b%3Fc%23d/orders');
  });

  test('a value in a host makes no other host of it', async () => {
    for (const v of ['127.0.0.1/', '127.0.0.1?', '127.0.0.1#', '127.0.0.1\\', 'x@127.0.0.1/']) {
      const { talk } = await called({ url: `http://{$webView.v}.api.example:${service.port}/` }, { webView: { v } });
      expect(service.heard).toEqual([]);
      expect(talk.notes).toHaveLength(1);
    }
  });

  test('what is no character is no reason to fail', async () => {
    await called({ url: `${service.url}/x/{$webView.v}?q={$webView.v}` }, { webView: { v: '\ud800' } });
    expect(service.heard).toHaveLength(1);
  });

  test('a line break in a header is refused, and nothing is asked', async () => {
    const { talk, texts } = await called({ headers: { 'x-id': '{$webView.v}' } }, { webView: { v: 'a\r\nx: y' } });
    expect(service.heard).toEqual([]);
    expect(texts).toEqual(['Sorry, I could not find anything for that.', 'next.']);
    expect(talk.notes).toEqual([expect.stringMatching(/^call: The header "x-id" holds a line break/)]);
  });

  test('a credential that nobody has given is noted by its name', async () => {
    const { talk } = await called({ credential: 'crm' });
    expect(talk.notes).toEqual(['call: The bot has no credential "crm".']);
  });
});

describe('what is made of the answer:', () => {
  test('it is there as a variable, with its status, until the answer is complete', async () => {
    behave = json({ items: [{ title: 'Lamp' }] }, 201);
    const show = {
      text: '{$botContext.api_Order.items[0].title} {$.api_Order.items[0].title} {$botContext.api_OrderStatus}',
    };
    const { talk, texts } = await called({ next: { interaction: 'show' } }, { others: [end('show', show)] });
    expect(texts).toEqual(['Lamp Lamp 201']);
    expect(talk.session.variables).toEqual({});
  });

  test('what is no JSON is a text', async () => {
    behave = says(200, 'plain <b>');
    const { texts } = await called(
      { next: { interaction: 'show' } },
      { others: [end('show', { text: '{$botContext.api_Order}' })] },
    );
    expect(texts).toEqual(['plain <b>']);
  });

  test('what is too deep is a text as well, for scripts too, and noted', async () => {
    for (const depth of [51, 100_000]) {
      behave = says(200, '['.repeat(depth) + ']'.repeat(depth));
      const { talk, texts } = await called({
        transformResult: "botContext.sendMessage(botContext.getBotVariable('api_Order').jsonData.slice(0, 15))",
      });
      expect(texts).toEqual(['{"api_Order":"[', 'next.']);
      expect(talk.notes).toEqual(['call: the answer stays a text: in it objects and lists lie more than 50 deep']);
    }
  });

  test('a field that the answer does not have is nothing in a text, and noted', async () => {
    for (const behaviour of [json({ a: null }), json({}, 500)]) {
      behave = behaviour;
      const talk = talkOf([dialog('start', call({ fields: { a: 'a' } }), text('x', { text: 'It is {call.a}.' }))]);
      expect((await talk.hear('start')).at(-1)).toBe('It is .');
      expect(talk.notes).toEqual(['nothing is known of {call.a}']);
    }
  });

  test('fields keep parts of it for the session, with the count of each', async () => {
    behave = json({ items: [{ title: 'Lamp', tags: ['a'] }, { title: 'Bulb' }], total: 2, none: null });
    const fields = {
      first: 'items[0].title',
      titles: '{$.api_Order.items[i].title}',
      all: '{$.api_Order}',
      tags: 'api_Order.items[i].tags[0]',
      total: '{$.api_Order.total}',
      none: 'none',
      missing: 'items[7].title',
    };
    const { talk, texts } = await called(
      { fields, next: { interaction: 'show' } },
      { others: [end('show', { text: '{call.first}, {$botContext.call.titles[1]} of {call.titles.count}' })] },
    );
    expect(texts).toEqual(['Lamp, Bulb of 2']);
    const kept = Object.fromEntries(
      Object.keys(fields).map((name) => [
        name,
        [talk.session.variables[`call.${name}`], talk.session.variables[`call.${name}.count`]],
      ]),
    );
    expect(kept).toMatchObject({
      first: ['Lamp', 1],
      titles: [['Lamp', 'Bulb'], 2],
      tags: [['a'], 1],
      total: [2, 1],
      none: [null, 0],
      missing: [null, 0],
    });
    expect(kept['all']?.[0]).toMatchObject({ total: 2 });
  });

  test('a failure leaves no field of an earlier answer', async () => {
    behave = json({ a: 1 });
    const talk = talkOf([dialog('start', call({ fields: { a: 'a' } }))]);
    await talk.hear('start');
    expect(talk.session.variables).toEqual({ 'call.a': 1, 'call.a.count': 1 });
    behave = json({ a: 2 }, 500);
    await talk.hear('start');
    expect(talk.session.variables).toEqual({ 'call.a': null, 'call.a.count': 0 });
  });
});

describe('where it leads:', () => {
  const rules = [
    {
      type: 'success',
      conditions: [{ variable: 'api_Order.total', is: 'equals', value: 0 }],
      next: { interaction: 'nothing' },
    },
    { type: 'success', set: [{ name: 'seen', value: '{$.api_Order.total}' }], next: { interaction: 'some' } },
    {
      type: 'failure',
      conditions: [{ variable: 'api_OrderStatus', is: 'equals', value: 404 }],
      next: { interaction: 'unknown' },
    },
  ];
  const others = [end('nothing'), end('some', { text: 'some {$botContext.seen}' }), end('unknown')];
  const led = async () => (await called({ rules }, { others })).texts;

  test('the first rule for success or failure whose conditions hold', async () => {
    behave = json({ total: 0 });
    expect(await led()).toEqual(['nothing.']);
    behave = json({ total: 3 });
    expect(await led()).toEqual(['some 3']);
    behave = json({}, 404);
    expect(await led()).toEqual(['unknown.']);
  });

  test('only 200 and 201 are a success', async () => {
    for (const status of [202, 204, 400, 500]) {
      behave = json({}, status);
      expect(await led()).toEqual(['Sorry, I could not find anything for that.', 'next.']);
    }
  });

  test('without a rule that holds a failure says so, and goes on', async () => {
    behave = json({}, 500);
    expect((await called({ failureText: 'No luck with {$userMessage}.' })).texts).toEqual([
      'No luck with start.',
      'next.',
    ]);
    expect((await called({ failureText: 'BLANK_MESSAGE' })).texts).toEqual(['next.']);
  });

  test('an API that does not answer in time is a failure, and noted', { tags: 'long' }, async () => {
    behave = () => {};
    const { talk, texts } = await called(
      { rules: [{ type: 'failure', next: { interaction: 'none' } }] },
      { others: [end('none', { text: '[{$botContext.api_OrderStatus}]' })] },
    );
    expect(texts).toEqual(['[]']);
    expect(talk.notes[0]).toMatch(/^call: 127\.0\.0\.1:\d+ did not answer in time\.$/);
  });

  test('an address where nothing may be called is a failure', async () => {
    const { talk } = await called({ url: 'http://10.0.0.1/' });
    expect(talk.notes).toHaveLength(1);
    expect(service.heard).toEqual([]);
  });
});

describe('its scripts:', () => {
  const say = (words: string) => `botContext.sendMessage(${words})`;
  const go = "botContext.setTriggerNextMessage('end')";

  test('pre-process before the call, transform on its answer, post-process behind it, then the rules', async () => {
    behave = json({ n: 2 });
    const { texts, asked } = await called({
      url: `${service.url}/{$botContext.id}`,
      preProcess: "botContext.setBotVariable('id', 'i7')",
      transformResult:
        "var r = JSON.parse(botContext.getBotVariable('api_Order').jsonData).api_Order; botContext.setBotVariable('n', r.n * 2)",
      postProcess: say(
        "botContext.getBotVariable('n') + botContext.getApiStatusCode() + botContext.isApiExecutionSuccessful()",
      ),
      rules: [{ type: 'success', conditions: [{ variable: 'n', is: 'equals', value: 4 }] }],
    });
    expect(asked?.url).toBe('/i7');
    expect(texts).toEqual(['4200true', 'next.']);
  });

  test('a target before the call keeps it from being made', async () => {
    const { texts } = await called({ preProcess: go }, { others: [end('end')] });
    expect(texts).toEqual(['end.']);
    expect(service.heard).toEqual([]);
  });

  test('a target after it wins over the rules', async () => {
    for (const panel of ['transformResult', 'postProcess']) {
      const { texts } = await called({ [panel]: go, rules: [{ type: 'success' }] }, { others: [end('end')] });
      expect(texts).toEqual(['end.']);
    }
  });

  test('an immediate reply ends all that would come after it', async () => {
    const { texts } = await called({
      transformResult: "botContext.sendImmediateReply('Stop.')",
      postProcess: say("'never'"),
    });
    expect(texts).toEqual(['Stop.']);
  });

  test('one that fails is told, and the rules decide', async () => {
    const { texts, talk } = await called(
      { transformResult: 'null.x', rules: [{ type: 'success', next: { interaction: 'end' } }] },
      { others: [end('end')] },
    );
    expect(texts).toEqual(['Error.', 'end.']);
    expect(talk.notes).toEqual([expect.stringMatching(/^script "call transformResult" line 1: TypeError/)]);
  });

  test('later scripts know how the last call went, as long as the session', async () => {
    behave = json({}, 404);
    const ask = { name: 'page', type: 'page_function', function: 'f' };
    const script = {
      name: 's',
      type: 'script',
      script: say("botContext.getApiStatusCode() + ' ' + botContext.isApiExecutionSuccessful()"),
    };
    const talk = talkOf([
      dialog('start', call({ failureText: 'BLANK_MESSAGE' }), ask, script, question('q'), { ...script, name: 't' }),
    ]);
    await talk.hear('start');
    expect(await talk.hear(returned('1:page'))).toEqual(['404 false', 'q?']);
    expect(await talk.hear('x')).toEqual(['404 false']);
  });
});

test('a circle with calls in it is cut', async () => {
  const { talk } = await called({ next: { interaction: 'call' } });
  expect(service.heard).toHaveLength(10);
  expect(talk.notes).toEqual(['stopped after 10 interactions without a question: "call" → "call"']);
});

import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { botOf, dialog, Talk, text } from './bot.fixture.ts';
import { filledMessages, messagesOf } from './speech.ts';

const said = (template: string, values: Record<string, string> = {}) =>
  filledMessages(template, (name) => values[name.slice(1)], 1000);

describe('tags:', () => {
  test('a text with tags has its words beside them', () => {
    expect(said('<p>Hello <b>you</b></p><ul><li>one</li><li>two &amp; three</li></ul>')).toEqual([
      {
        type: 'text',
        html: '<p>Hello <b>you</b></p><ul><li>one</li><li>two &amp; three</li></ul>',
        text: 'Hello you\none\ntwo & three',
      },
    ]);
  });

  test('a text without them is as it was written', () => {
    expect(said('1 < 2 & <3 &amp;')).toEqual([{ type: 'text', text: '1 < 2 & <3 &amp;' }]);
  });

  test('a value never becomes a tag, an attribute or an end of one', () => {
    const [message] = said('<b>{$x}</b><a href="{$x}">{$x}</a>', { x: '"><img src=x onerror=alert(1)>' });
    expect(message?.['html']).not.toMatch(/<(?!\/?(?:b|a)\b)/);
    expect(message?.['text']).toContain('"><img src=x onerror=alert(1)>');
  });

  test('a link leads only where a link may', () => {
    const [message] = said('<a href="{$x}">here</a>', { x: 'javascript:alert(1)' });
    expect(message).toMatchObject({ html: '<a>here</a>', text: 'here' });
    expect(said('<a href="{$x}">here</a>', { x: 'https://ok.example' })[0]?.['html']).toBe(
      '<a href="https://ok.example">here</a>',
    );
  });

  test('whatever a script sends, only the allowed tags are left', () => {
    const [message] = messagesOf('<b onclick="x()">a</b><script>alert(1)</script><style>*{}</style>', 1000);
    expect(message).toMatchObject({ html: expect.stringMatching(/^<b>a<\/b>&lt;script&gt;alert\(1\)/) });
    assert(
      property(string({ unit: 'grapheme' }), (value) => {
        for (const { html = '' } of messagesOf(`<b>x</b>${value}`, 1000)) {
          expect(
            String(html).replaceAll(/<\/?(?:p|br|strong|b|i|ul|ol|li|a)(?: \/| href="[^"<>]*")?>/g, ''),
          ).not.toMatch(/</);
        }
      }),
    );
  });
});

describe('pauses:', () => {
  test('a pause parts a text, and holds back what follows', () => {
    expect(said('one tag::breakWithDelay=1500\n two tag::breakWithDelay=20three')).toEqual([
      { type: 'text', text: 'one' },
      { type: 'text', text: 'two', delayMs: 1500 },
      { type: 'text', text: 'three', delayMs: 20 },
    ]);
  });

  test('a pause at the beginning, at the end or beside another is none', () => {
    expect(said('tag::breakWithDelay=1 a tag::breakWithDelay=2 tag::breakWithDelay=3')).toEqual([
      { type: 'text', text: 'a', delayMs: 1 },
    ]);
  });

  test('no pause is longer than the longest', () => {
    for (const ms of ['99999', '100000', '9'.repeat(400)]) {
      expect(said(`a tag::breakWithDelay=${ms} b`)).toEqual([
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b', delayMs: 10_000 },
      ]);
    }
  });

  test('what fills a placeholder makes none', () => {
    const x = 'a tag::breakWithDelay=9000 b';
    expect(said('{$x}', { x })).toEqual([{ type: 'text', text: x }]);
    expect(said('<b>{$x}</b>', { x })).toEqual([{ type: 'text', text: x, html: `<b>${x}</b>` }]);
  });

  test('each piece has tags or not for itself', () => {
    expect(messagesOf('<b>a</b> tag::breakWithDelay=1 b', 1000)).toEqual([
      { type: 'text', text: 'a', html: '<b>a</b>' },
      { type: 'text', text: 'b', delayMs: 1 },
    ]);
  });
});

describe('commands:', () => {
  const hear = (template: string, webView = {}) => {
    const talk = new Talk(botOf([dialog('start', text('x', { text: template }), text('y'))]), { webView });
    return { texts: talk.hear('start'), leaves: talk.last?.leaves };
  };

  test('BLANK_MESSAGE says nothing, and the dialog goes on', () => {
    expect(hear(' BLANK_MESSAGE ')).toEqual({ texts: ['y.'], leaves: 'open' });
  });

  test('a text can end the conversation', () => {
    for (const command of ['LP_CLOSEDIALOG', 'LP_CLOSECONVERSATION']) {
      expect(hear(command)).toEqual({ texts: [], leaves: 'closed' });
    }
  });

  test('a value can not', () => {
    expect(hear('{$webView.x}', { x: 'LP_CLOSECONVERSATION' })).toEqual({
      texts: ['LP_CLOSECONVERSATION', 'y.'],
      leaves: 'open',
    });
  });

  test('who ends the conversation hands it to nobody', () => {
    const talk = new Talk(botOf([dialog('start', { name: 'x', type: 'transfer', text: 'LP_CLOSECONVERSATION' })]));
    talk.hear('start');
    expect(talk.last).toMatchObject({ replies: [], leaves: 'closed' });
  });

  test('a text that only mentions one is said', () => {
    expect(hear('LP_CLOSEDIALOG closes.').leaves).toBe('open');
  });
});

test('a long text is looked through in time in proportion to it', { tags: 'long' }, () => {
  for (const part of [' ', '<a', 'tag::breakWithDelay=', '<a href="']) {
    const began = performance.now();
    messagesOf(part.repeat(100_000), 1000);
    expect(performance.now() - began).toBeLessThan(2000);
  }
});

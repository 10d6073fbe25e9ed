import { describe, expect, test } from 'vitest';
import { botOf, dialog, question, rule, said, Talk, text } from '../bot.fixture.ts';

const webView = {
  none: [],
  name: 'Ada',
  bad: 'javascript:alert(1)',
  items: [
    { title: 'Lamp', id: 'a/b&c' },
    { title: 'Bulb', id: 2 },
  ],
};
const asking = (interaction: object, ...others: object[]) => {
  const talk = new Talk(botOf([dialog('start', { name: 'ask', ...interaction }, text('next'), ...others)]), {
    webView,
  });
  talk.hear('start');
  return talk;
};

describe('multiple choice:', () => {
  const choice = { type: 'multiple_choice', text: 'Which?', choices: ['Red', 'For {$webView.name}', 'b'] };
  const tapped = ['Red', 'For Ada', 'b'];

  test('its choices are buttons, or quick replies', () => {
    expect(asking(choice).replies).toMatchObject([
      { text: 'Which?', buttons: tapped.map((label) => ({ type: 'postback', label, payload: label })) },
    ]);
    expect(asking({ ...choice, show: 'quick_replies' }).replies).toMatchObject([
      { text: 'Which?', quickReplies: tapped.map((title) => ({ title, payload: title })) },
    ]);
  });

  test('it takes a choice, as it is shown, or by letter or number', () => {
    for (const answer of ['red', ' For ada ', 'b', 'B)', '3', '1.'])
      expect(asking(choice).hear(answer)).toEqual(['next.']);
    for (const answer of ['green', '4', 'd', '0', '{$webView.name}', 'For {$webView.name}']) {
      expect(asking(choice).hear(answer)).toEqual(['Pardon?', 'Which?']);
    }
  });

  test('it takes what was shown, whatever its values have become', () => {
    const set = [{ name: 'size', value: 'Large', scope: 'request' }];
    const choices = ['Red', '{$webView.name}', '{$botContext.size}'];
    const rules = choices.map((one) => ({ type: 'choice', choices: [one], next: { interaction: `took ${one}` } }));
    const bot = botOf([
      dialog(
        'start',
        question('first', { rules: [rule('go', { set })] }),
        { name: 'ask', type: 'multiple_choice', text: 'Which?', choices, rules },
        ...choices.map((one) => text(`took ${one}`, { text: `took ${choices.indexOf(one)}`, next: 'end' })),
      ),
    ]);
    for (const [answer, took] of [
      ['red', 'took 0'],
      ['Ada', 'took 1'],
      ['2', 'took 1'],
      ['Large', 'took 2'],
    ] as const) {
      const talk = new Talk(bot, { webView });
      talk.hear('start');
      talk.hear('go');
      expect(talk.replies[0]?.['buttons']).toMatchObject([{ label: 'Red' }, { label: 'Ada' }, { label: 'Large' }]);
      talk.session = { ...talk.session, webView: { name: 'Bob' } };
      expect(talk.hear(answer)).toEqual([took]);
    }
  });

  test('asked again, it takes what it shows then', () => {
    const talk = asking(choice);
    talk.session = { ...talk.session, webView: { name: 'Bob' } };
    expect(talk.hear('For Bob')).toEqual(['Pardon?', 'Which?']);
    expect(talk.hear('For Bob')).toEqual(['next.']);
  });

  test('it takes an answer in a session that an older release has left', () => {
    const talk = asking(choice);
    for (const position of talk.session.stack) delete position['shown'];
    expect(talk.hear('For Ada')).toEqual(['next.']);
  });

  test('a session keeps no choices but those of the question that waits', () => {
    const talk = asking(choice, question('last'));
    expect(talk.session.stack).toMatchObject([{ shown: tapped }]);
    talk.hear('b');
    expect(talk.replies.map(({ id }) => id)).toEqual(['2:next:1:1', '2:last:1:1']);
    expect(JSON.stringify(talk.session.stack)).not.toContain('shown');
    expect(JSON.stringify(asking({ ...choice, choices: ['Red'] }).session.stack)).not.toContain('shown');
  });

  test('a rule for choices holds for these, as its author wrote them', () => {
    const rules = [{ type: 'choice', choices: ['For {$webView.name}'], next: { interaction: 'hers' } }];
    const ask = () => asking({ ...choice, rules }, text('hers'));
    for (const answer of ['for ada', '2']) expect(ask().hear(answer)).toEqual(['hers.']);
    expect(ask().hear('Red')).toEqual(['Pardon?', 'Which?']);
  });
});

describe('buttons and quick replies:', () => {
  const buttons = [
    { type: 'postback', label: 'Yes, {$webView.name}', payload: 'yes {$webView.name}' },
    { type: 'postback', label: 'No' },
    { type: 'url', label: 'Look', url: 'https://x.example/{$webView.name}?q={$webView.items}', target: 'slideout' },
  ];

  test('a button has its label, payload, address and target filled', () => {
    expect(asking({ type: 'buttons', text: 'Well?', buttons }).replies).toMatchObject([
      {
        buttons: [
          { type: 'postback', label: 'Yes, Ada', payload: 'yes Ada' },
          { type: 'postback', label: 'No', payload: 'No' },
          {
            type: 'url',
            url: `https://x.example/Ada?q=${encodeURIComponent(JSON.stringify(webView.items))}`,
            target: 'slideout',
          },
        ],
      },
    ]);
  });

  test('a button that would lead to what is no web address is left out', () => {
    const talk = asking({
      type: 'buttons',
      text: 'Well?',
      buttons: [{ type: 'url', label: 'Look', url: '{$webView.bad}' }],
    });
    expect(talk.replies).toMatchObject([{ text: 'Well?', buttons: [] }]);
    expect(talk.notes).toHaveLength(1);
  });

  test('quick replies have title, payload and image', () => {
    const quickReplies = [
      { title: 'Yes', payload: 'y {$webView.name}', imageUrl: 'https://x.example/{$webView.name}' },
      { title: 'No' },
    ];
    expect(asking({ type: 'quick_replies', text: 'Well?', quickReplies }).replies).toMatchObject([
      {
        quickReplies: [
          { title: 'Yes', payload: 'y Ada', imageUrl: 'https://x.example/Ada' },
          { title: 'No', payload: 'No' },
        ],
      },
    ]);
  });

  test('what can be tapped stands below the last of several messages', () => {
    const rest = {
      type: 'buttons',
      text: 'one tag::breakWithDelay=10 two',
      buttons: [{ type: 'postback', label: 'x' }],
    };
    expect(asking(rest).replies.map((reply) => [reply['text'], 'buttons' in reply])).toEqual([
      ['one', false],
      ['two', true],
    ]);
  });

  test('without rules, words that start no dialog lead on, and those that do start it', () => {
    const ask = { name: 'ask', type: 'buttons', text: 'Well?', buttons: [{ type: 'postback', label: 'x' }] };
    const bot = botOf([dialog('start', ask, text('next')), dialog('other', text('other'))]);
    const talk = new Talk(bot);
    talk.hear('start');
    expect(talk.hear('other')).toEqual(['other.', 'Well?']);
    expect(talk.hear('whatever')).toEqual(['next.']);
  });

  test('what was tapped is known by its payload', () => {
    const show = text('show', { text: '{$userMessage}/{$quickReplyPayload}' });
    const talk = new Talk(botOf([dialog('start', question('ask'), show)]));
    talk.hear('start');
    expect(talk.hear(said('the payload', { label: 'The label' }))).toEqual(['the payload/the payload']);
    talk.hear('start');
    expect(talk.hear('typed')).toEqual(['typed/']);
  });
});

describe('cards:', () => {
  const card = {
    title: '{$item.title}',
    subtitle: 'for {$webView.name}',
    imageUrl: 'https://x.example/{$item.id}',
    buttons: [{ type: 'postback', label: 'Buy', payload: 'buy {$item.id}' }],
  };
  const ask = (more: object) => asking({ type: 'cards', cards: [card], ...more });

  test('are repeated for each item of a list', () => {
    expect(ask({ text: 'Look:', each: 'webView.items', layout: 'list' }).replies).toEqual([
      {
        id: '1:ask:1:1',
        type: 'cards',
        layout: 'list',
        text: 'Look:',
        cards: [
          {
            title: 'Lamp',
            subtitle: 'for Ada',
            imageUrl: 'https://x.example/a/b%26c',
            buttons: [{ type: 'postback', label: 'Buy', payload: 'buy a/b&c' }],
          },
          {
            title: 'Bulb',
            subtitle: 'for Ada',
            imageUrl: 'https://x.example/2',
            buttons: [{ type: 'postback', label: 'Buy', payload: 'buy 2' }],
          },
        ],
      },
    ]);
  });

  test('at most ten are shown', () => {
    const talk = new Talk(
      botOf([dialog('start', { name: 'ask', type: 'cards', cards: [{ title: '{$item}' }], each: 'webView.list' })]),
      {
        webView: { list: Array.from({ length: 12 }, (_, number) => number) },
      },
    );
    talk.hear('start');
    expect(talk.replies[0]?.['cards']).toHaveLength(10);
    expect(talk.notes).toEqual(['ask: 10 of 12 cards are shown']);
  });

  test('of a list that is far too long no more than those are made', () => {
    const list = Array<string>(200).fill('x'.repeat(1000));
    const many = Array.from({ length: 10 }, () => ({ title: '{$item}{$item}{$item}' }));
    const talk = new Talk(botOf([dialog('start', { name: 'ask', type: 'cards', cards: many, each: 'webView.list' })]), {
      webView: { list },
    });
    talk.hear('start');
    expect(talk.last).toMatchObject({ failed: false, notes: ['ask: 10 of 2000 cards are shown'] });
  });

  test('what is no list has no cards, which is noted; the text is said', () => {
    const talk = ask({ text: 'Look:', each: 'webView.name' });
    expect(talk.replies).toMatchObject([{ type: 'text', text: 'Look:' }]);
    expect(talk.notes).toEqual(['webView.name is not a list: there are no cards to show']);
    expect(ask({ text: 'Look:', each: 'webView.none' }).notes).toEqual([
      'webView.none is an empty list: there are no cards to show',
    ]);
  });

  test('nothing of their text is lost where it becomes several messages', () => {
    const talk = ask({ text: 'one tag::breakWithDelay=10 two' });
    expect(talk.replies.map(({ type, text: words }) => [type, words])).toEqual([
      ['text', 'one'],
      ['cards', 'two'],
    ]);
  });

  test('a rule takes what is tapped', () => {
    const talk = ask({ rules: [rule('buy 2', { next: { interaction: 'next' } })], each: 'webView.items' });
    expect(talk.hear(said('buy 2', { label: 'Buy' }))).toEqual(['next.']);
  });
});

test('what can be tapped is shown where the question has no words', () => {
  const questions = [
    { type: 'multiple_choice', choices: ['Red'] },
    { type: 'buttons', buttons: [{ type: 'postback', label: 'Red' }] },
    { type: 'quick_replies', quickReplies: [{ title: 'Red' }] },
  ];
  for (const asked of questions) {
    for (const words of ['BLANK_MESSAGE', '{$botContext.nothing}']) {
      const { replies } = asking({ ...asked, text: words });
      expect(replies).toMatchObject([{ type: 'text', text: '' }]);
      expect(JSON.stringify(replies)).toContain('"Red"');
    }
  }
  const nowhere = { type: 'url', label: 'Red', url: '{$webView.bad}' };
  expect(asking({ type: 'buttons', text: 'BLANK_MESSAGE', buttons: [nowhere] }).replies).toEqual([]);
  expect(asking({ ...questions[0], text: 'LP_CLOSECONVERSATION' }).replies).toEqual([]);
});

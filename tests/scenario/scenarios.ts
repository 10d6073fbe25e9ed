import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post } from './outside.ts';
import { Person } from './person.ts';
import type { ManagedSystem } from './system.ts';
import { webhookFromNothing } from './webhook.ts';

/** What a person and an outside system live through, whichever way Backchannel runs. */
export function scenarios(name: string, open: () => Promise<ManagedSystem>): void {
  describe(name, () => {
    let system: ManagedSystem;
    const people: Person[] = [];
    const arrive = async () => {
      const person = await Person.arrive(system.chat);
      people.push(person);
      return person;
    };
    const asks = async (text: string, answer: string) => {
      const person = await arrive();
      await person.say(text);
      await person.sees(answer);
      return person;
    };

    beforeAll(async () => {
      system = await open();
    }, 180_000);
    afterAll(async () => {
      for (const person of people) person.leave();
      await system?.stop();
    }, 60_000);

    test('a payment page posts: the variables, the message and the dialog it starts', async () => {
      const person = await asks('status', 'I know of payment <>.');
      const variables = { PaymentId: '534e34fc89050304e6f6827c41c50410d7', PaymentStatus: 'PROCESSED' };
      const { status, body } = await post(system.ingest, { ids: person.ids, message: 'webrequest', variables });
      expect({ status, body }).toEqual({ status: 202, body: { inputId: expect.any(String), status: 'accepted' } });
      await person.sees('Thank you!');
      expect(person.messages.slice(2).map(({ from, text }) => [from, text])).toEqual([
        ['outside', 'webrequest'],
        ['bot', 'Payment 534e34fc89050304e6f6827c41c50410d7 is PROCESSED.'],
        ['bot', 'Thank you!'],
      ]);
    });

    test('variables alone say nothing, and the bot knows them', async () => {
      const person = await asks('status', 'I know of payment <>.');
      const { status, body } = await post(system.ingest, {
        ids: person.ids,
        variables: { PaymentId: 'P-1' },
        wait: 20,
      });
      expect({ status, body }).toMatchObject({ status: 200, body: { status: 'applied' } });
      await person.say('status');
      await person.sees('I know of payment <P-1>.');
      expect(person.messages).toHaveLength(4);
    });

    test('a posted message answers the waiting question', async () => {
      const person = await asks('form', 'Please fill in the form.');
      const { body } = await post(system.ingest, {
        ids: person.ids,
        message: 'request successful',
        variables: { name: 'Ada' },
        wait: 20,
      });
      expect(body).toMatchObject({ status: 'answered', turn: 3 });
      await person.sees('Nice to meet you, Ada.');
    });

    test('the same post twice under one key is one; another body is refused', async () => {
      const person = await asks('status', 'I know of payment <>.');
      const first = {
        ids: person.ids,
        message: 'order once',
        variables: { PaymentId: 'A' },
        key: 'order-4711',
        wait: 20,
      };
      const [one, two] = [await post(system.ingest, first), await post(system.ingest, first)];
      expect(one).toEqual(two);
      expect(one).toMatchObject({ status: 200, body: { status: 'answered' } });
      const other = await post(system.ingest, { ...first, variables: { PaymentId: 'B' } });
      expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
      await person.say('status');
      await person.sees('I know of payment <A>.');
      expect(person.texts.filter((text) => text === 'You said: order once')).toHaveLength(1);
    });

    test('ids that do not belong together are three different refusals', async () => {
      const person = await arrive();
      const { ids } = person;
      const tries = [
        { ...ids, conversationId: 'nobody-opened-it' },
        { ...ids, userId: 'eve' },
        { ...ids, botId: 'owl' },
      ];
      const answers = await Promise.all(tries.map((ids) => post(system.ingest, { ids, message: 'order', wait: 20 })));
      expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
        [404, 'conversation_unknown'],
        [403, 'user_mismatch'],
        [403, 'bot_mismatch'],
      ]);
    });

    test('a webhook from nothing: published, posted to, refreshed', () => webhookFromNothing(system), 60_000);

    test('two tabs of one person show the same, also after one was away', async () => {
      const person = await asks('order 1', 'You said: order 1');
      const other = person.anotherTab();
      people.push(other);
      await other.sees('You said: order 1');
      other.drop();
      await person.say('order 2');
      await other.sees('You said: order 2');
      await person.sees('You said: order 2');
      expect(other.texts).toEqual(person.texts);
      expect([...person.surprises, ...other.surprises]).toEqual([]);
    });

    test('200 conversations at once, each in order, nothing missing, nothing twice, while everything breaks', async () => {
      const crowd = await Promise.all(Array.from({ length: 200 }, arrive));
      let breaking = true;
      /** Says and posts, about once a second, until things have stopped breaking and a little longer. */
      const live = async (person: Person, number: number) => {
        let step = 0;
        for (let left = 2; left > 0; step += 1) {
          if (!breaking) left -= 1;
          const text = `order ${number}.${step}`;
          if ((number + step) % 3 === 0) {
            await post(system.ingest, { ids: person.ids, message: text, variables: { v: text }, key: `k${step}` });
          } else await person.say(text);
          await sleep(500 + ((number * 7 + step * 13) % 1000));
        }
        return Array.from({ length: step }, (_, n) => [
          `order ${number}.${n}`,
          `You said: order ${number}.${n}`,
        ]).flat();
      };
      const breakEverything = async () => {
        for (const process of system.processes) {
          await sleep(500);
          await system.killAndRestart(process);
        }
        const goBack = await system.remember?.();
        await sleep(2000);
        await goBack?.();
        breaking = false;
      };
      const [expected] = await Promise.all([Promise.all(crowd.map(live)), breakEverything()]);

      await Promise.all(crowd.map((person, number) => person.sees(expected[number]?.at(-1) ?? '')));
      expect(crowd.map(({ texts }) => texts)).toEqual(expected);
      expect(crowd.flatMap(({ surprises }) => surprises)).toEqual([]);
      expect(crowd.flatMap(({ problems }) => problems)).toEqual([]);
      const stored = async (person: Person) => (await person.transcript()).map(({ text }) => text);
      // A store that went back is right again by itself, soon.
      await expect.poll(() => Promise.all(crowd.map(stored)), { timeout: 30_000 }).toEqual(expected);
    }, 300_000);
  });
}

/**
 * Guest code around prelude and author, evaluated before both. Whatever the author does to the builtins later, this
 * uses those it found here. Answers are strings: '+' and a result, or '-', a message, NUL and a stack.
 */
export const FRAME = `(function (native) {
  'use strict';
  const { parse, stringify } = JSON;
  const GuestError = Error;
  const string = String;
  const floor = Math.floor;
  // With prepareStackTrace a script could get at the functions that called it.
  delete Error.prepareStackTrace;

  const stop = Object.freeze(new Error('the script was stopped'));

  let draws = 0;
  let a = 0, b = 0, c = 0, d = 0;
  const next = () => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  const seed = (number) => {
    a = number | 0;
    b = floor(number / 4294967296) | 0;
    c = 0x2545f491;
    d = 1;
    for (let i = 0; i < 12; i++) next();
  };
  const random = {
    random() {
      draws++;
      return ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
    },
  }.random;
  Object.defineProperty(Math, 'random', { value: random, writable: true, enumerable: false, configurable: true });

  const text = (value) => (typeof value === 'string' ? value : value === undefined ? '' : string(value));
  const told = (thrown) => {
    if (thrown === null || (typeof thrown !== 'object' && typeof thrown !== 'function')) {
      return '-the script threw ' + string(thrown) + '\\0';
    }
    try {
      const name = text(thrown.name);
      const message = text(thrown.message);
      const said = name && message ? name + ': ' + message : name || message || 'the script threw an object';
      return '-' + said + '\\0' + text(thrown.stack);
    } catch {
      return '-the script threw something that cannot be read\\0';
    }
  };

  const host = (name, argument) => {
    const json = stringify(argument);
    const answer = parse(native(text(name), json === undefined ? 'null' : json));
    if (answer.failed !== null) throw new GuestError(answer.failed);
    return answer.output;
  };

  let bot;
  return {
    draws: () => draws,
    seed,
    setUp(factory) {
      bot = factory(host, stop);
      if (typeof bot.enter !== 'function' || typeof bot.leave !== 'function') {
        throw new TypeError('the prelude must give a function that returns { enter, leave }');
      }
    },
    start(script, input) {
      try {
        bot.enter(parse(input));
        script();
      } catch (thrown) {
        if (thrown !== stop) return told(thrown);
      }
      return '+';
    },
    finish() {
      try {
        const json = stringify(bot.leave());
        return '+' + (json === undefined ? 'null' : json);
      } catch (thrown) {
        return told(thrown);
      }
    },
    told: (thrown) => (thrown === stop ? '+' : told(thrown)),
  };
})`;

import { expect, test } from 'vitest';
import { SignInCookie } from './cookie.ts';

test('over https it is bound to the host, and no script sees it', () => {
  const cookie = new SignInCookie('https://bots.example');
  expect(cookie.give('t')).toBe('__Host-backchannel=t; Max-Age=604800; Path=/; HttpOnly; SameSite=Strict; Secure');
  expect(cookie.takeBack()).toBe('__Host-backchannel=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure');
});

test('over http, on one machine, browsers would not keep such a one', () => {
  const cookie = new SignInCookie('http://localhost:3000');
  expect(cookie.give('t')).toBe('backchannel=t; Max-Age=604800; Path=/; HttpOnly; SameSite=Strict');
});

test.each([
  ['backchannel=t', 't'],
  ['a=1; backchannel=t; b=2', 't'],
  ['other-backchannel=x; backchannel=t', 't'],
  ['backchannel=', null],
  ['Backchannel=t', null],
  ['', null],
  [undefined, null],
])('of %j it reads %j', (header, token) => {
  expect(new SignInCookie('http://localhost:3000').read(header)).toBe(token);
});

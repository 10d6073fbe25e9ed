import { expect, test } from 'vitest';
import { askedFrom } from './origin.ts';

const publicUrl = 'https://bots.example/backchannel';

test.each([
  ['here', { 'sec-fetch-site': 'same-origin' }],
  ['here', { 'sec-fetch-site': 'none' }],
  ['elsewhere', { 'sec-fetch-site': 'same-site' }],
  ['elsewhere', { 'sec-fetch-site': 'cross-site' }],
  ['elsewhere', { 'sec-fetch-site': 'cross-site', origin: 'https://bots.example' }],
  ['here', { origin: 'https://bots.example', host: 'control.internal:3000' }],
  ['here', { origin: 'http://10.0.0.7:3000', host: '10.0.0.7:3000' }],
  ['elsewhere', { origin: 'http://10.0.0.7:4000', host: '10.0.0.7:3000' }],
  ['elsewhere', { origin: 'http://bots.example', host: 'control.internal:3000' }],
  ['elsewhere', { origin: 'https://bots.example.evil.example', host: 'control.internal:3000' }],
  ['elsewhere', { origin: 'null', host: 'control.internal:3000' }],
  ['unsaid', { host: 'control.internal:3000' }],
])('%s: %j', (from, headers) => {
  expect(askedFrom(headers, publicUrl)).toBe(from);
});

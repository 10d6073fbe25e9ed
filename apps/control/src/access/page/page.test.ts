import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { onEachDatabase } from '../../on-each-database.fixture.ts';

onEachDatabase('the pages behind the links', (open) => {
  test.each(['setup', 'invitation'])('%s may run and fetch nothing but its own, and is kept nowhere', async (name) => {
    await using office = await open();
    const response = await fetch(`${office.url}/admin/${name}`);
    const page = await response.text();
    const hashed = (tag: string) => {
      const [, text = ''] = new RegExp(`<${tag}[^>]*>(.*)</${tag}>`, 's').exec(page) ?? [];
      return `'sha256-${hash('sha256', text, 'base64')}'`;
    };
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': [
        "default-src 'none'",
        `style-src ${hashed('style')}`,
        `script-src ${hashed('script')}`,
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    });
    expect(page).not.toMatch(/\s(style|on\w+)=/);
  });
});

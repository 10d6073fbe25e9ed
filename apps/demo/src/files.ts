/// <reference path="./raw.d.ts" />
// As text inside the bundle: found wherever it runs from. Trap: Vitest empties what ends in .css, `?raw` or not.
/* oxlint-disable import/default -- it does not know `?raw` */
import browser from './page/browser.js?raw';
import chat from './page/chat.js?raw';
import page from './page/index.html?raw';
import kept from './page/kept.js?raw';
import lamp from './page/lamp.svg?raw';
import payPage from './page/pay.html?raw';
import pay from './page/pay.js?raw';
import style from './page/style.css.txt?raw';
import talk from './page/talk.js?raw';
import webview from './page/webview.js?raw';

export interface File {
  readonly type: string;
  readonly body: string;
}

/** Where a browser reaches the services. */
export interface Addresses {
  readonly ingestUrl: string;
  readonly chatUrl: string;
}

const html = (body: string): File => ({ type: 'text/html; charset=utf-8', body });
const script = (body: string): File => ({ type: 'text/javascript; charset=utf-8', body });

/** The demo by path. */
export function demoFiles({ ingestUrl, chatUrl }: Addresses): ReadonlyMap<string, File> {
  const config = JSON.stringify({ ingestUrl, chatUrl, botId: 'shop' });
  return new Map([
    ['/', html(page)],
    ['/pay.html', html(payPage)],
    ['/style.css', { type: 'text/css; charset=utf-8', body: style }],
    ['/lamp.svg', { type: 'image/svg+xml', body: lamp }],
    ['/chat.js', script(chat)],
    ['/talk.js', script(talk)],
    ['/kept.js', script(kept)],
    ['/pay.js', script(pay)],
    ['/webview.js', script(webview)],
    ['/browser.js', script(browser)],
    ['/config.json', { type: 'application/json', body: config }],
  ]);
}

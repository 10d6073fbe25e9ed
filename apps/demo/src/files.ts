/// <reference path="./raw.d.ts" />
// As text inside the bundle: found wherever it runs from. Trap: Vitest empties what ends in .css, `?raw` or not.
/* oxlint-disable import/default, import/no-named-as-default -- it does not know `?raw` */
import type { Addresses } from './addresses.ts';
import addressPage from './page/address.html?raw';
import address from './page/address.js?raw';
import asked from './page/asked.js?raw';
import basket from './page/basket.js?raw';
import browser from './page/browser.js?raw';
import chat from './page/chat.js?raw';
import chatbot from './page/chatbot.js?raw';
import drawn from './page/drawn.js?raw';
import explained from './page/explained.js?raw';
import formStyle from './page/form.css.txt?raw';
import happened from './page/happened.js?raw';
import aurora from './page/images/aurora.svg?raw';
import ember from './page/images/ember.svg?raw';
import halo from './page/images/halo.svg?raw';
import icon from './page/images/icon.svg?raw';
import orbit from './page/images/orbit.svg?raw';
import parcel from './page/images/parcel.svg?raw';
import page from './page/index.html?raw';
import lamps from './page/lamps.js?raw';
import latest from './page/latest.js?raw';
import payPage from './page/pay.html?raw';
import pay from './page/pay.js?raw';
import posted from './page/posted.js?raw';
import returned from './page/returned.js?raw';
import shopStyle from './page/shop.css.txt?raw';
import shop from './page/shop.js?raw';
import signIn from './page/sign-in.js?raw';
import stripStyle from './page/strip.css.txt?raw';
import strip from './page/strip.js?raw';
import style from './page/style.css.txt?raw';
import told from './page/told.js?raw';
import webview from './page/webview.js?raw';

export interface File {
  readonly type: string;
  readonly body: string;
}

const scripts = {
  address,
  asked,
  basket,
  browser,
  chat,
  chatbot,
  drawn,
  explained,
  happened,
  lamps,
  latest,
  pay,
  posted,
  returned,
  shop,
  'sign-in': signIn,
  strip,
  told,
  webview,
};
const images = { aurora, ember, halo, icon, orbit, parcel };
const styles = { form: formStyle, shop: shopStyle, strip: stripStyle, style };

const named = (files: Readonly<Record<string, string>>, ending: string, type: string) =>
  Object.entries(files).map(([name, body]): [string, File] => [`/${name}.${ending}`, { type, body }]);

const html = (body: string): File => ({ type: 'text/html; charset=utf-8', body });

/** The shop by path. */
export function demoFiles({ ingestUrl, chatUrl, inputsUrl }: Addresses): ReadonlyMap<string, File> {
  const config = JSON.stringify({ ingestUrl, inputsUrl, botId: 'shop' });
  return new Map<string, File>([
    ['/', html(page.replace('{{chatUrl}}', escaped(chatUrl)))],
    ['/pay.html', html(payPage)],
    ['/address.html', html(addressPage)],
    ['/config.json', { type: 'application/json', body: config }],
    ...named(scripts, 'js', 'text/javascript; charset=utf-8'),
    ...named(styles, 'css', 'text/css; charset=utf-8'),
    ...named(images, 'svg', 'image/svg+xml'),
  ]);
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

import { drawn } from '../../apps/widget/gallery/drawn.ts';
import type { Given } from './site.ts';
import type { Surroundings } from './surroundings.ts';

/** Pages and pictures that the bot `kinds` leads to. */
export function furnish({ site }: Surroundings): void {
  site.page({ picture: drawn('picture.svg?name=lamp&width=640&height=400') }, '/lamp.svg');
  site.page({ body: '<p>The house</p>' }, '/house');
  site.page({ body: payment }, '/pay');
}

/** As anybody would post who knows nothing of Backchannel but the Web View Integration API. */
const payment = `<button>Pay</button><script>
  const { ingest, ...ids } = Object.fromEntries(new URLSearchParams(location.search));
  document.querySelector('button').onclick = async () => {
    const bytes = new TextEncoder().encode(ids.conversationId + ' || ' + ids.botId);
    const digest = Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)), (byte) => byte.toString(16).padStart(2, '0'));
    await fetch(ingest + '/thirdparty-services-0.1/webview', {
      method: 'POST',
      headers: { Authorization: digest.join(''), 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...ids, message: 'payment successful', contextVariables: [{ name: 'PaymentStatus', value: 'PROCESSED' }] }),
    });
  };
</script>`;

/** A page with the bot `kinds`, which draws what only it knows and has functions that do all that functions can do. */
export function hostPage(around: Surroundings, attributes = ''): Given {
  const { system, site } = around;
  const known = JSON.stringify({ attributes: { site: site.origin, ingest: system.ingest } });
  return {
    head: `<script>
      window.heard = [];
      window.ran = [];
      window.Backchannel ||= [];
      Backchannel.push(['identify', ${known}]);
      Backchannel.push(['on', 'message', (message) => heard.push(message)]);
      Backchannel.push(['on', 'conversation', (ids) => { window.ids = ids; }]);
      Backchannel.push(['render', ({ stars, of }, place) => { place.textContent = stars + ' stars of ' + of; }]);
      const ways = {
        value: () => ({ text: 'yes' }),
        promise: async () => ({ text: 'yes, later' }),
        nothing: () => {},
        error: () => { throw new Error('no'); },
        rejection: () => Promise.reject(new Error('no')),
        late: () => new Promise(() => {}),
      };
      window.chatbot = {
        answer(param) {
          ran.push(param);
          return ways[param.how.replace('call ', '')]();
        },
      };
    </script>`,
    body: around.tag(`data-bot="kinds" ${attributes}`),
  };
}

import { type Call, type Global, guarded } from './api.ts';
import { begin } from './chat.ts';
import { complain } from './complain.ts';
import { wantedBy } from './config.ts';

const page = window as { Backchannel?: Partial<Global> | readonly Call[] };

function run(): void {
  const before = page.Backchannel;
  const wanted = wantedBy(document.currentScript);
  if (typeof wanted === 'string') return complain(wanted);
  const { botId } = wanted;
  const [calls, shown] = Array.isArray(before) ? [before] : [[], (before as Partial<Global> | undefined)?.botId];
  // The same script again, as when a page brings a new body.
  if (shown === botId) return;
  if (shown) return complain(`${shown} is in this page: destroy() it first`);

  const chat = begin(wanted);
  const destroy = () => {
    chat.destroy();
    if (page.Backchannel === api) delete page.Backchannel;
  };
  const api: Global = { ...guarded({ ...chat, destroy }), botId };
  page.Backchannel = api;
  api.push(...calls);
}

run();

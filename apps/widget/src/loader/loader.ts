import { type Call, type Global, guarded } from './api.ts';
import { begin } from './chat.ts';
import { complain } from './complain.ts';
import { wantedBy } from './config.ts';

/** Which bot an api is for: scripts that were loaded twice know each other by it. */
const mark = Symbol.for('backchannel');
type Marked = Global & { [mark]?: string };
const page = window as { Backchannel?: Marked | readonly Call[] };

function run(): void {
  const before = page.Backchannel;
  const wanted = wantedBy(document.currentScript);
  if (typeof wanted === 'string') return complain(wanted);
  const calls = Array.isArray(before) ? before : [];
  const shown = (before as Marked | undefined)?.[mark];
  if (shown === wanted.botId) return;
  if (shown) return complain(`${shown} is in this page: destroy() it first`);

  const chat = begin(wanted);
  const destroy = () => {
    chat.destroy();
    if (page.Backchannel === api) delete page.Backchannel;
  };
  const api: Marked = guarded({ ...chat, destroy });
  api[mark] = wanted.botId;
  page.Backchannel = api;
  api.push(...calls);
}

run();

// Gzip looks back no further than 32 kB: what is alike stands together, the style beside what wears it.
import './view/style/sheet.ts';
import './view/raise.tsx';
import { changesOf } from './changes.ts';
import { identityOf } from './identity.ts';
import { complain } from './loader/complain.ts';
import { keepOpen } from './loader/was-open.ts';
import { quietly } from './quiet.ts';
import type { AppModule } from './starting.ts';
import { openTalk } from './talk/talk.ts';
import type { Talking } from './talk/talking.ts';
import { raise } from './view/raise.tsx';
import { languageIn } from './view/show.ts';

/** Ties the connection, the view and the page together. */
export const start: AppModule['start'] = async ({ root, config, look, draw, tell }) => {
  const language = await languageIn(config);
  const talk = openTalk(config);
  let told: Talking | null = null;
  let isAnswered = false;
  let isOver = false;
  const hear = (now: Talking) => {
    const changes = changesOf(told, now, { botId: config.botId, isAnswered });
    told = now;
    isAnswered = false;
    for (const [name, heard] of changes) tell(name, heard as never);
  };
  const changed = (isOpen: boolean) => {
    keepOpen(config.botId, isOpen);
    tell(isOpen ? 'open' : 'close', undefined);
  };
  const view = raise({ root, talk, config, look, draw, changed }, language);

  talk.watch(hear);
  talk.onMessage((message) => {
    isAnswered ||= message.from === 'bot';
    tell('message', message);
  });
  // After what the page has asked for meanwhile: it may know of another person.
  setTimeout(() => {
    if (isOver) return;
    if (talk.now.current) talk.start();
    hear(talk.now);
  });

  return {
    open: (isQuiet) => (isQuiet ? quietly(root, () => view.open()) : view.open()),
    close: () => view.close(),
    send: (text) => talk.say(text),
    identify(who) {
      const identity = identityOf(who);
      if (typeof identity === 'string') complain(`identify() ${identity}`);
      else talk.identify(identity);
    },
    destroy() {
      isOver = true;
      view.destroy();
      talk.destroy();
    },
  };
};

import type { Functions, Guest } from './guest.ts';

export function link(guest: Guest): Functions {
  return {
    createReturnLink(given: unknown) {
      const kind = guest.kind(given);
      if (kind !== 'an object') throw guest.error(`createReturnLink: needs an object such as { page }, not ${kind}`);
      // The host checks the rest: what is left out here is left out of the error, too.
      return guest.host('returnLink', { count: ++guest.draft.links, link: given });
    },
  };
}

import { find } from './drawn.js';

/** Tells what just happened while the strip is out of sight, and leads to it. */
export class Latest {
  #verdict = '';
  #isSeen = false;

  constructor() {
    const button = find('latest');
    button.addEventListener('click', () => find('strip').scrollIntoView({ block: 'start' }));
    const seen = ([{ isIntersecting }]) => {
      this.#isSeen = isIntersecting;
      // Who has been there knows it.
      if (isIntersecting) this.#verdict = '';
      this.#draw();
    };
    new IntersectionObserver(seen, { rootMargin: '0px 0px -25%' }).observe(find('posts'));
  }

  say(verdict) {
    if (!this.#isSeen) this.#verdict = verdict;
    this.#draw();
  }

  #draw() {
    find('latest').hidden = this.#verdict === '';
    find('latest').textContent = this.#verdict;
  }
}

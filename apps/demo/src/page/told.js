// The pages of the shop tell each other what they have posted: the payment page and the form are not in the page that
// shows it. Only pages of the same origin hear it.
const channel = new BroadcastChannel('shop:posts');

/** Tells all other pages. A post is told again, with the same id, whenever more is known of it. */
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none: it is of one origin
export const tell = (post) => channel.postMessage(post);

export function hear(listener) {
  channel.addEventListener('message', ({ data }) => listener(data));
}

/**
 * The return link that the bot has put into this page's address. It is taken out of it, since addresses are logged and
 * handed on, and kept with the page's place in the history: a reload still has it. Null: the page was opened without.
 */
export function takeReturnLink() {
  const address = new URL(location.href);
  const { searchParams } = address;
  const [url, token] = [searchParams.get('returnUrl'), searchParams.get('returnToken')];
  if (!url || !token) return history.state?.returnLink ?? null;
  searchParams.delete('returnUrl');
  searchParams.delete('returnToken');
  history.replaceState({ returnLink: { url, token } }, '', address);
  return { url, token };
}

import type { Identity } from './talk/talking.ts';

/** Who a page says the person is; or what is wrong with it. What chat would refuse is told before anything is opened. */
export function identityOf(who: unknown): Identity | string {
  if (!isObject(who)) return 'takes { userId, attributes }';
  const { userId, attributes = {} } = who;
  if (userId !== undefined && (typeof userId !== 'string' || userId === '' || userId.length > 100)) {
    return 'takes a userId of 1 to 100 characters';
  }
  if (!isObject(attributes)) return 'takes attributes as an object';
  if (Object.keys(attributes).length > 50) return 'takes at most 50 attributes';
  try {
    // As it was at that moment, and as it gets to the bot: a page may go on to change it.
    return { ...(userId !== undefined && { userId }), attributes: JSON.parse(JSON.stringify(attributes)) };
  } catch {
    return 'takes attributes that can be written as JSON';
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

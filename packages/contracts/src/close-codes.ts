// A file of its own: whoever needs only these, in a browser, gets only these.

/**
 * With which code chat closes a socket; the reason is its name here. A client comes again after `later` and `slow`, with a
 * fresh token after `token_expired`; the others are for good. Where there is more to say a `problem` frame comes before.
 */
export const closeCodes = {
  /** This instance is going away, or can not work now: come again. */
  later: 1012,
  /** The client reads too slowly: it comes again, and goes on from what it has shown. */
  slow: 1013,
  /** A frame that chat does not understand. */
  frame_invalid: 4400,
  unauthorized: 4401,
  /** The page's origin is not on the bot's list. */
  origin_forbidden: 4403,
  bot_unknown: 4404,
  /** No `hello` came in time. */
  hello_missing: 4408,
  /** The conversation has been erased: there is nothing left to show. */
  erased: 4410,
  token_expired: 4419,
} as const;
export type CloseReason = keyof typeof closeCodes;

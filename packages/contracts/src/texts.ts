/** What a bot says where its author gave no words for it. */
export const defaultTexts = {
  /** When the bot fails, or runs in a circle. */
  error: 'Sorry, something went wrong. Please try again later.',
  /** When nothing takes what the person said. */
  fallback: 'Not able to understand your question. Can you please re-phrase it?',
  /** When an API failed and nothing says what then (Conversation Builder, API integrations). */
  apiFailure: 'Sorry, I could not find anything for that.',
} as const;

/** What the chat itself says, in one language. Bots say everything else. */
export interface Texts {
  readonly title: string;
}

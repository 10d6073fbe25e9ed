import { z } from 'zod';

const Color = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as "#0b57d0"');
const Picture = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or http://' })
  .max(2000);

/** How a bot's chat looks on pages that show it; what is left out, the widget has a default for. */
export const Look = z
  .strictObject({
    title: z.string().trim().min(1).max(60).describe('above the chat'),
    greeting: z.string().trim().min(1).max(500).describe('before the first message; it is no message'),
    avatarUrl: Picture.describe('a picture of whoever answers'),
    color: Color.describe(
      'of buttons and of what the person says; what is written on it is black or white, as is legible',
    ),
    radius: z.int().min(0).max(32).describe('of corners, in CSS pixels'),
    position: z.enum(['left', 'right']).describe('the side of the page'),
    scheme: z.enum(['auto', 'light', 'dark']).describe('auto: as the person’s system has it'),
  })
  .partial();
export type Look = z.infer<typeof Look>;

/** What chat answers to a page that wants to show a bot. */
export const BotLook = z.object({
  botId: z.string(),
  /** A bot that is switched off can be looked at by whoever has talked with it. */
  enabled: z.boolean(),
  look: Look,
});
export type BotLook = z.infer<typeof BotLook>;

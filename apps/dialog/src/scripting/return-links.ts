import type { Json } from '@backchannel/contracts';
import { derivedId } from '@backchannel/contracts/ids';
import { limits } from '@backchannel/contracts/limits';
import { linkSecretOf, ReturnLink, returnAddress, signReturnLink } from '@backchannel/contracts/return-link';
import type { HostCall } from '@backchannel/sandbox/worker';
import { z } from 'zod';

/** What links are made with. */
export const LinkSigner = z.object({
  secret: z.string(),
  /** The Web View API's address, as the outside page reaches it. */
  url: z.url(),
});
export type LinkSigner = z.infer<typeof LinkSigner>;

const MINUTE = 60_000;
const mostMinutes = limits.linkMostMs / MINUTE;

/** What a script gives `createReturnLink`. */
const Wanted = z.strictObject({
  page: z
    .string()
    .refine((page) => /^https?:$/.test(URL.parse(page)?.protocol ?? ''), 'must be an http or https address'),
  variables: ReturnLink.shape.variables,
  message: ReturnLink.shape.message,
  minutes: z
    .number()
    .positive()
    .max(mostMinutes)
    .default(limits.linkMs / MINUTE),
});

const Ids = ReturnLink.pick({ conversationId: true, botId: true, userId: true }).strip();
const Generation = z.object({ linkGeneration: z.int().nonnegative() });
const Argument = z.object({ count: z.int(), link: z.unknown() });

/** The address of a page with a link that leads back: for the same call and count always the same, while the same key signs. */
export function makeReturnLink(
  signer: Json,
  { input, now, seed }: Pick<HostCall, 'input' | 'now' | 'seed'>,
  given: Json,
) {
  const { count, link } = Argument.parse(given);
  const { data: wanted, error } = Wanted.safeParse(link);
  if (!wanted) throw new Error(`createReturnLink: ${sentenceOf(error)}`);
  const { secret, url } = LinkSigner.parse(signer);
  const { page, minutes, variables, message } = wanted;
  const id = derivedId('return-link', seed, `${count}`);
  const exp = Math.ceil((now + minutes * MINUTE) / 1000);
  try {
    const ids = Ids.parse(input);
    const { linkGeneration: generation } = Generation.parse(input);
    const signs = linkSecretOf(secret, { botId: ids.botId, generation });
    const token = signReturnLink({ ...ids, id, variables, message, exp }, signs);
    return returnAddress(page, { url, token });
  } catch (cause) {
    throw new Error(`createReturnLink: ${(cause as Error).message}`, { cause });
  }
}

function sentenceOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
}

import { webViewPath } from '@backchannel/contracts';
import { Sandbox, type SandboxOptions } from '@backchannel/sandbox';
import { type Environment, linkSecrets, Sentence } from '@backchannel/service';
import type { LinkSigner } from './return-links.ts';

/** Beside this source, or beside the bundle that it is in (`vite.service.ts`). */
const worker = new URL(`./scripts.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** Runs the scripts of all bots. */
export const sandboxFor = (signer: LinkSigner, ran?: SandboxOptions['ran']): Sandbox =>
  new Sandbox({ worker, data: signer, ran });

/** What the environment says of links. Throws a sentence where it does not say enough. */
export function signerOf(environment: Environment): LinkSigner {
  const { ingestUrl, publicUrl, kafka } = environment;
  if (kafka && !ingestUrl)
    throw new Sentence('INGEST_URL is missing: return links must say where pages outside reach ingest.');
  const [secret = ''] = linkSecrets(environment);
  return { secret, url: `${ingestUrl ?? publicUrl}${webViewPath}` };
}

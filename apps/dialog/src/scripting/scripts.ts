import { webViewPath } from '@backchannel/contracts';
import { Sandbox } from '@backchannel/sandbox';
import { type Environment, linkSecrets } from '@backchannel/service';
import type { LinkSigner } from './return-links.ts';

/** Beside this source, or beside the bundle that it is in (`vite.service.ts`). */
const worker = new URL(`./scripts.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

/** Runs the scripts of all bots. */
export function openScripts(environment: Environment): Sandbox {
  return sandboxFor(signerOf(environment));
}

export const sandboxFor = (signer: LinkSigner): Sandbox => new Sandbox({ worker, data: signer });

function signerOf(environment: Environment): LinkSigner {
  const [secret = ''] = linkSecrets(environment);
  return { secret, url: `${environment.ingestUrl ?? environment.publicUrl}${webViewPath}` };
}

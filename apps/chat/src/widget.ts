import { hash } from 'node:crypto';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { widgetFiles } from '@backchannel/widget';

type Encoding = 'br' | 'gzip' | 'identity';

interface Packed {
  readonly type: string;
  readonly etag: string;
  readonly bodies: Readonly<Record<Encoding, Buffer>>;
}

/** A file as one browser gets it. */
export interface Served {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** What browsers get of the widget, packed once. */
export class Widget {
  readonly #files: ReadonlyMap<string, Packed>;

  constructor() {
    this.#files = new Map([...widgetFiles].map(([path, { type, body }]) => [path, packed(type, Buffer.from(body))]));
  }

  loader(accepts: string): Served {
    return this.#serve('/widget.js', { accepts, cache: 'public, max-age=300' });
  }

  /**
   * While instances of two releases are at work, or as long as a browser keeps a loader, an app is asked for that is not
   * here: this release's does as well, and nobody keeps it under that name.
   */
  app(name: string, accepts: string): Served | undefined {
    const path = `/widget/${name}`;
    if (this.#files.has(path)) return this.#serve(path, { accepts, cache: 'public, max-age=31536000, immutable' });
    const ours = [...this.#files.keys()].find((one) => isApp.test(one));
    return ours && isApp.test(path) ? this.#serve(ours, { accepts, cache: 'no-store' }) : undefined;
  }

  #serve(path: string, { accepts, cache }: { accepts: string; cache: string }): Served {
    const file = this.#files.get(path);
    if (!file) throw new Error(`the widget has no ${path}`);
    const encoding = encodingOf(accepts);
    return {
      body: file.bodies[encoding],
      headers: {
        'content-type': file.type,
        'cache-control': cache,
        etag: file.etag,
        ...(encoding !== 'identity' && { 'content-encoding': encoding }),
      },
    };
  }
}

const isApp = /^\/widget\/app-[\w-]+\.js$/;

function packed(type: string, body: Buffer): Packed {
  // The best is five times as slow, at every start, for a few hundred bytes.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: body.length };
  const bodies = { br: brotliCompressSync(body, { params }), gzip: gzipSync(body, { level: 9 }), identity: body };
  // Weak: it is the same file in every encoding.
  return { type, etag: `W/"${hash('sha256', body).slice(0, 20)}"`, bodies };
}

/** The smallest that a browser takes; `br;q=0` is none that it takes. */
export function encodingOf(accepts: string): Encoding {
  const takes = (name: string) =>
    accepts
      .toLowerCase()
      .split(',')
      .map((part) => part.split(';').map((word) => word.trim()))
      .some(([one, ...more]) => one === name && !more.some((word) => /^q=0(\.0*)?$/.test(word)));
  return (['br', 'gzip'] as const).find(takes) ?? 'identity';
}

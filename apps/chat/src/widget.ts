import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { type WidgetFile, widgetFiles } from '@backchannel/widget';

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

/** What browsers get of the widget. */
export class Widget {
  readonly #packed = new Map<string, Promise<Packed>>();

  loader(accepts: string): Promise<Served> {
    return this.#serve('/widget.js', { accepts, cache: 'public, max-age=300' });
  }

  /**
   * While instances of two releases are at work, or as long as a browser keeps a loader, an app is asked for that is not
   * here: this release's does as well, and nobody keeps it under that name.
   */
  async app(name: string, accepts: string): Promise<Served | undefined> {
    const path = `/widget/${name}`;
    if (widgetFiles.has(path)) return this.#serve(path, { accepts, cache: 'public, max-age=31536000, immutable' });
    const ours = [...widgetFiles.keys()].find((one) => isApp.test(one));
    return ours && isApp.test(path) ? this.#serve(ours, { accepts, cache: 'no-store' }) : undefined;
  }

  async #serve(path: string, { accepts, cache }: { accepts: string; cache: string }): Promise<Served> {
    const file = await this.#pack(path);
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

  /** Once, when somebody asks: as small as can be takes a moment. */
  #pack(path: string): Promise<Packed> {
    const file = widgetFiles.get(path);
    if (!file) throw new Error(`the widget has no ${path}`);
    const before = this.#packed.get(path) ?? packed(file);
    this.#packed.set(path, before);
    return before;
  }
}

const isApp = /^\/widget\/app-[\w-]+\.js$/;

async function packed({ type, body: text }: WidgetFile): Promise<Packed> {
  const body = Buffer.from(text);
  const [br, gz] = await Promise.all([promisify(brotliCompress)(body), promisify(gzip)(body, { level: 9 })]);
  // Weak: it is the same file in every encoding.
  return { type, etag: `W/"${hash('sha256', body).slice(0, 20)}"`, bodies: { br, gzip: gz, identity: body } };
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

import { basename, dirname, join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, type LibraryOptions, type Plugin, type Rolldown } from 'vite';
import { kept } from './kept.ts';
import { shortNames } from './short-names.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const name = 'virtual:backchannel-widget';

/** A file of the widget, as chat serves it. */
interface File {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

interface Built {
  /** `/widget.js` first, then `/widget/app-<hash>.js`, then what that asks for. */
  readonly files: readonly File[];
  /** Their source maps: for whoever reads a stack; nothing that is served names them. */
  readonly maps: readonly File[];
  /** Everything that they are made of. */
  readonly sources: readonly string[];
}

/** Bundles what browsers get: the app first, since its loader names it. */
export async function buildWidget(): Promise<Built> {
  const parts = new Map<string, Promise<Rolldown.OutputChunk>>();
  const app = await bundle(named('src/app.ts'), { plugins: [apart(parts)] });
  const define = { APP_FILE: JSON.stringify(app.fileName) };
  const lib = { formats: ['iife' as const], name: 'loader', fileName: () => 'widget.js' };
  const loader = await bundle({ entry: 'src/loader/loader.ts', ...lib }, { define });
  const later = await Promise.all(parts.values());
  const all = [loader, app, ...later.toSorted((a, b) => a.fileName.localeCompare(b.fileName))];
  return {
    files: all.map((one) => ({ path: `/${one.fileName}`, type: 'text/javascript; charset=utf-8', body: one.code })),
    maps: all.map((one) => ({ path: `/${one.fileName}.map`, type: 'application/json', body: String(one.map) })),
    sources: all.flatMap(({ moduleIds }) => moduleIds).filter((id) => id.startsWith(root)),
  };
}

const named = (entry: string): LibraryOptions => ({
  entry,
  formats: ['es'],
  fileName: () => `widget/${parse(entry).name}-[hash].js`,
});

/**
 * What the app imports later is a file by itself, which imports nothing; `?again` is the same under another address. Trap:
 * an app that was asked for twice has another address, and the first is one that the browser never asks for again.
 */
function apart(parts: Map<string, Promise<Rolldown.OutputChunk>>): Plugin {
  return {
    name: 'backchannel-widget-parts',
    enforce: 'pre',
    async resolveId(source, importer, { kind }) {
      if (kind !== 'dynamic-import' || !importer) return null;
      const [path = '', again] = source.split('?');
      const entry = join(dirname(importer), path);
      const part = parts.get(entry) ?? bundle(named(entry), { preact: join(root, 'src/view/handed.ts') });
      parts.set(entry, part);
      const file = basename((await part).fileName);
      return { id: again === undefined ? `./${file}` : `./${file}?${again}`, external: true };
    },
  };
}

interface More extends Pick<InlineConfig, 'define' | 'plugins'> {
  /** Where what is drawn has Preact from. */
  readonly preact?: string;
}

/** One file. As a library: `import()` stays what it is, without what Vite's apps have around it. */
async function bundle(lib: LibraryOptions, { preact = 'preact', ...more }: More = {}) {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    mode: 'production',
    // Children are shorter as arguments than as a property.
    oxc: { jsx: { runtime: 'classic', pragma: 'jsx', pragmaFrag: 'Fragment' } },
    build: {
      lib,
      write: false,
      target: 'es2022',
      // As it is written: what stands in for newer CSS, such as languages for `:dir()`, is something else.
      cssTarget: 'esnext',
      sourcemap: 'hidden',
      reportCompressedSize: false,
      rolldownOptions: {
        transform: { inject: { jsx: [preact, 'h'], Fragment: [preact, 'Fragment'] } },
        // Vite leaves blanks and hints in libraries, for those who bundle them again: nobody does.
        output: { minify: { compress: true, mangle: true, codegen: true, mangleProps: shortNames }, comments: false },
      },
    },
    ...more,
  });
  const outputs = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const [chunk, ...others] = outputs.filter((one) => one.type === 'chunk');
  if (!chunk || others.length > 0) throw new Error(`${JSON.stringify(lib.entry)} became ${others.length + 1} files`);
  return chunk;
}

/**
 * The built widget as a module, for whoever imports `@backchannel/widget`; nobody else waits for it. With a file to keep it in,
 * it is not built again as it is.
 */
export function widget(file?: string): Plugin {
  return {
    name: 'backchannel-widget',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    async load(id) {
      if (id !== `\0${name}`) return null;
      const { files, sources } = await (file ? kept({ file, root: join(root, '../..') }, buildWidget) : buildWidget());
      for (const source of sources) this.addWatchFile(source);
      return `export const files = ${JSON.stringify(files)};`;
    },
  };
}

import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin, type Rolldown } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const name = 'virtual:backchannel-widget';

/** A file of the widget, as chat serves it. */
export interface WidgetFile {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

interface Built {
  /** `/widget.js` first, then `/widget/app-<hash>.js`. */
  readonly files: readonly WidgetFile[];
  /** Their source maps: for whoever reads a stack; nothing that is served names them. */
  readonly maps: readonly WidgetFile[];
  /** Everything that they are made of. */
  readonly sources: readonly string[];
}

/** Bundles what browsers get: the app first, since its loader names it. */
export async function buildWidget(): Promise<Built> {
  const app = await bundle('src/app.ts', {
    rolldownOptions: {
      input: 'src/app.ts',
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: 'widget/app-[hash].js', codeSplitting: false },
    },
  });
  const loader = await bundle('src/loader/loader.ts', {
    define: { APP_FILE: JSON.stringify(app.fileName) },
    // As a library: `import()` stays what it is, without what Vite's apps have around it.
    lib: { entry: 'src/loader/loader.ts', formats: ['iife'], name: 'loader', fileName: () => 'widget.js' },
  });
  const all = [loader, app];
  return {
    files: all.map(({ fileName, code }) => ({
      path: `/${fileName}`,
      type: 'text/javascript; charset=utf-8',
      body: code,
    })),
    maps: all.map(({ fileName, map }) => ({ path: `/${fileName}.map`, type: 'application/json', body: String(map) })),
    sources: all.flatMap(({ moduleIds }) => moduleIds).filter((id) => id.startsWith(root)),
  };
}

type Options = BuildOptions & { readonly define?: Record<string, string> };

/** One file: what a page gets is one request. */
async function bundle(entry: string, { define, ...options }: Options): Promise<Rolldown.OutputChunk> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    mode: 'production',
    define: { 'process.env.NODE_ENV': '"production"', ...define },
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      write: false,
      target: 'es2022',
      // As it is written: what stands in for newer CSS, such as languages for `:dir()`, is something else.
      cssTarget: 'esnext',
      minify: true,
      sourcemap: 'hidden',
      modulePreload: false,
      reportCompressedSize: false,
      ...options,
    },
  });
  const chunks = [result].flat().flatMap((one) => ('output' in one ? one.output : []));
  const [chunk, ...others] = chunks.filter((one) => !one.fileName.endsWith('.map'));
  if (chunk?.type !== 'chunk' || others.length > 0) {
    throw new Error(`${entry} became ${chunks.map(({ fileName }) => fileName).join(', ')} instead of one script`);
  }
  return chunk;
}

/** The built widget as a module, for whoever imports `@backchannel/widget`; nobody else waits for it. */
export function widget(): Plugin {
  return {
    name: 'backchannel-widget',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    async load(id) {
      if (id !== `\0${name}`) return null;
      const { files, sources } = await buildWidget();
      for (const source of sources) this.addWatchFile(source);
      return `export const files = ${JSON.stringify(files)};`;
    },
  };
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** QuickJS, compiled. The types of Node don't know WebAssembly, those of the browser must not be here. */
export type EngineModule = object;

interface Compiler {
  readonly WebAssembly: { readonly Module: new (bytes: Uint8Array) => EngineModule };
}

let compiled: EngineModule | undefined;

/** Compiled once per process: the workers share the code. */
export function engineModule(): EngineModule {
  const { WebAssembly } = globalThis as unknown as Compiler;
  const file = createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm');
  compiled ??= new WebAssembly.Module(readFileSync(file));
  return compiled;
}

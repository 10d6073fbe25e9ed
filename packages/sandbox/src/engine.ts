import { Intrinsics, type JSValueHandle, QuickJS, type QuickJSOptions, type Snapshot } from 'quickjs-wasi';
import { Budget } from './budget.ts';
import type { EngineModule } from './engine-module.ts';
import { FRAME } from './frame.ts';
import { capture, type Image, randomPage } from './image.ts';

// Half of it is found again as free memory beside what is in use, so that most runs need no more from the system.
const ROOM = 2 * 2 ** 20;
/** Memory of WebAssembly only grows: an engine that has more goes when it has done its work. */
const OVERGROWN = 40 * 2 ** 20;
const C_STACK = 256 * 2 ** 10;

export interface EngineOptions {
  readonly module: EngineModule;
  readonly memoryBytes: number;
  /** What the frame's native function does: a name and an argument as JSON in, JSON out. Must not throw. */
  readonly host: (name: string, argument: string) => string;
}

/** A value of the guest, in every image that was taken since it was there. */
export type Token = number;

/** How to begin: the memory of an engine with the frame in it and nothing else. */
export interface Base {
  readonly snapshot: Snapshot;
  /** What the pages hold that nothing was written to. */
  readonly untouched: Buffer;
  readonly tokens: Readonly<Record<'undefined' | 'draws' | 'seed' | 'setUp' | 'start' | 'finish' | 'told', Token>>;
}

/** A QuickJS whose memory can be put back to what it was. */
export class Engine {
  readonly vm: QuickJS;
  readonly base: Base;
  readonly budget: Budget;
  readonly clock: Clock;
  /** Promises that were rejected and that nobody has handled so far. */
  readonly rejections: Map<number, JSValueHandle>;
  readonly #memory: Memory;
  /** Something went wrong inside the engine itself: nothing that it says can be trusted any more. */
  broken = false;

  private constructor(vm: QuickJS, base: Base, parts: Parts) {
    this.vm = vm;
    this.base = base;
    this.budget = parts.budget;
    this.clock = parts.clock;
    this.rejections = parts.rejections;
    this.#memory = parts.memory();
  }

  static async first(options: EngineOptions): Promise<Engine> {
    const parts = new Parts(options);
    const vm = await QuickJS.create(parts.options);
    const frame = vm.callFunction(vm.evalCode(FRAME, 'frame'), vm.undefined, parts.host(vm));
    const token = (name: string) => vm.exportHandle(frame.getProp(name));
    const tokens = {
      undefined: vm.exportHandle(vm.undefined),
      draws: token('draws'),
      seed: token('seed'),
      setUp: token('setUp'),
      start: token('start'),
      finish: token('finish'),
      told: token('told'),
    };
    const untouched = leaveRoom(vm);
    return new Engine(vm, { snapshot: vm.snapshot(), untouched, tokens }, parts);
  }

  /** Another one like the first, with at least so much memory. */
  static async another(base: Base, options: EngineOptions & { readonly size: number }): Promise<Engine> {
    const parts = new Parts(options);
    const { snapshot } = base;
    const memory = new Uint8Array(Math.max(options.size, snapshot.memory.length));
    memory.set(snapshot.memory);
    const vm = await QuickJS.restore({ ...snapshot, memory }, parts.options);
    parts.host(vm);
    return new Engine(vm, base, parts);
  }

  get size(): number {
    return this.#memory.buffer.byteLength;
  }

  get worn(): boolean {
    return this.broken || this.size > OVERGROWN;
  }

  /** As it was when it began. */
  clear(): void {
    this.rejections.clear();
    new Uint8Array(this.#memory.buffer).set(this.base.snapshot.memory);
  }

  capture(): Image {
    return capture(this.#memory.buffer, { from: this.base.snapshot.stackPointer, untouched: this.base.untouched });
  }

  put(image: Image): void {
    this.rejections.clear();
    const bytes = new Uint8Array(this.#memory.buffer);
    for (const run of image.runs) bytes.set(run.bytes, run.at);
  }

  /** Calls a function of the guest. */
  call(token: Token, ...args: JSValueHandle[]): JSValueHandle {
    using self = this.vm.importHandle(this.base.tokens.undefined);
    using called = this.vm.importHandle(token);
    return this.vm.callFunction(called, self, ...args);
  }
}

/** What the guest's clocks say, and whether it has looked. */
export interface Clock {
  now: number;
  asked: boolean;
}

interface Memory {
  readonly buffer: ArrayBuffer;
}

class Parts {
  readonly budget = new Budget();
  readonly clock: Clock = { now: 0, asked: false };
  readonly rejections = new Map<number, JSValueHandle>();
  readonly options: QuickJSOptions;
  readonly #host: EngineOptions['host'];
  #memory: Memory | undefined;

  constructor({ module, memoryBytes, host }: EngineOptions) {
    this.#host = host;
    this.options = {
      wasm: module as QuickJSOptions['wasm'],
      memoryLimit: memoryBytes,
      maxStackSize: C_STACK,
      timezoneOffset: 0,
      intrinsics: (Intrinsics.ALL & ~Intrinsics.PERFORMANCE) >>> 0,
      interruptHandler: this.budget.over,
      onUnhandledRejection: (promise, reason, isHandled) => {
        if (isHandled) this.rejections.delete(promise.identity);
        // Held, so that no other promise gets its identity.
        else if (promise.dup()) this.rejections.set(promise.identity, reason.dup());
      },
      moduleLoader: { load: () => refuse('a script cannot import modules') },
      wasi: (memory: Memory) => {
        this.#memory = memory;
        return {
          clock_time_get: (_clock: number, _precision: bigint, at: number) => {
            this.clock.asked = true;
            new DataView(memory.buffer).setBigUint64(at, BigInt(Math.round(this.clock.now * 1e6)), true);
            return 0;
          },
          random_get: (at: number, length: number) => {
            new Uint8Array(memory.buffer, at, length).fill(0);
            return 0;
          },
        };
      },
    };
  }

  memory(): Memory {
    if (!this.#memory) throw new Error('the engine has no memory');
    return this.#memory;
  }

  host(vm: QuickJS): JSValueHandle {
    return vm.newFunction('host', (name, argument) => {
      if (!name || !argument) return refuse('the host was called without an argument');
      return vm.newString(this.#host(name.toString(), argument.toString()));
    });
  }
}

// Its stack would be shown to the guest.
function refuse(message: string): never {
  const error = new Error(message);
  error.stack = '';
  throw error;
}

/** Grows the memory and gives it back to the engine, full of pages that can be told from all others. */
function leaveRoom(vm: QuickJS): Buffer {
  const page = randomPage();
  vm.newArrayBuffer(Buffer.alloc(ROOM, page)).dispose();
  return page;
}

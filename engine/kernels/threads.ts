import type { CompiledModule, Memory } from "./webAssembly.ts";

/** What a helping thread is given. It can be posted: the module and the memory are shared, not copied. */
export interface HelperStart {
  readonly module: CompiledModule;
  readonly memory: Memory;
  /** Where things lie behind the arena: bytes. The workspace is this thread's own. */
  readonly idsAt: number;
  readonly controlAt: number;
  readonly workspaceAt: number;
}

/** Up to so many can share a kernel. */
export const mostThreads = 32;

/** How the engine gets further threads to work on one memory: of workers it knows no more than that somebody starts them. */
export interface Threads {
  /** All that may work on a model, the one that calls included. */
  readonly count: number;
  /** Starts a thread that calls `helpOut` of `simd/helper.ts` with what is given, and ends once this returns. */
  readonly start: (given: HelperStart) => void;
}

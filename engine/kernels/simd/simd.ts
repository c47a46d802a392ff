import { type Arena, arenaBytes, createArena } from "../../memory/arena.ts";
import type { Kernels } from "../kernels.ts";
import { mostThreads, type Threads } from "../threads.ts";
import { type Memory, mostPages, pageBytes, sharesMemory, webAssembly } from "../webAssembly.ts";
import { controlBytes, instantiate, type SimdTools, workspaceBytes } from "./instance.ts";
import { type SimdVariant, simdModule } from "./variants.ts";

/** A float32 arena in a WebAssembly memory, and the kernels that are bound to it. */
export interface SimdSet {
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly tools: SimdTools;
}

/** Bytes besides the arena. */
export const besidesArena = (threads: number): number => controlBytes + threads * workspaceBytes;

/**
 * @param threads that share the memory, where this machine lets them; one where left out. They come to help when they have started, and
 * nobody waits for them.
 * @returns null where this machine does not run the variant or gives no such memory, or the arena is beyond what 32 bits address: the
 * reference kernels go on then.
 */
export function createSimdSet(
  variant: SimdVariant,
  floatCount: number,
  intCount: number,
  threads: Threads | null = null,
): SimdSet | null {
  const count = threads !== null && sharesMemory() ? Math.min(threads.count, mostThreads) : 1;
  const module = simdModule(variant, count > 1);
  const controlAt = Math.ceil(arenaBytes(floatCount, intCount, "float32") / 64) * 64;
  const memory = module && allocate(Math.ceil((controlAt + besidesArena(count)) / pageBytes), count > 1);
  if (module === null || memory === null) return null;
  const arena = createArena(floatCount, intCount, "float32", memory.buffer);
  const { kernels, tools } = instantiate(module, memory);
  const idsAt = floatCount * 4;
  const workspaceAt = (place: number) => controlAt + controlBytes + place * workspaceBytes;
  tools.bind(idsAt, controlAt, workspaceAt(0));
  for (let place = 1; place < count; place++)
    threads?.start({ module, memory, idsAt, controlAt, workspaceAt: workspaceAt(place) });
  return { arena, kernels, tools };
}

/** A platform reserves more addresses for a memory of WebAssembly than for an array, and may refuse it where it gives the array. */
function allocate(pages: number, shared: boolean): Memory | null {
  if (pages > mostPages) return null;
  try {
    return new webAssembly!.Memory({ initial: pages, maximum: pages, shared });
  } catch {
    return null;
  }
}

import { type CompiledModule, decodeBase64, webAssembly } from "../webAssembly.ts";
import { plain } from "./generated/plain.ts";
import { plainShared } from "./generated/plainShared.ts";
import { relaxed } from "./generated/relaxed.ts";
import { relaxedShared } from "./generated/relaxedShared.ts";

/**
 * `relaxed` fuses multiplication and addition into one instruction with one rounding, at twice the speed; `plain` needs nothing but
 * SIMD. Their last bits differ.
 */
export type SimdVariant = "relaxed" | "plain";

/** For a memory of one thread, and for one that several share: a module imports one sort only. */
const sources: Readonly<Record<SimdVariant, readonly [alone: string, shared: string]>> = {
  relaxed: [relaxed, relaxedShared],
  plain: [plain, plainShared],
};
const compiled = new Map<string, CompiledModule | null>();

/** Compiled once for all arenas; null where this machine cannot run it. */
export function simdModule(variant: SimdVariant, shared = false): CompiledModule | null {
  const source = sources[variant][shared ? 1 : 0];
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const module = compile(decodeBase64(source));
  compiled.set(source, module);
  return module;
}

/** A page may be forbidden to compile what it could run. */
function compile(bytes: Uint8Array): CompiledModule | null {
  try {
    return webAssembly?.validate(bytes) ? new webAssembly.Module(bytes) : null;
  } catch {
    return null;
  }
}

/** The fastest that runs here; null where there is no SIMD in WebAssembly. */
export function bestVariant(): SimdVariant | null {
  return (["relaxed", "plain"] as const).find((variant) => simdModule(variant) !== null) ?? null;
}

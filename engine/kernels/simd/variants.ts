import { plain } from "./generated/plain.ts";
import { relaxed } from "./generated/relaxed.ts";
import { type CompiledModule, decodeBase64, webAssembly } from "./webAssembly.ts";

/**
 * `relaxed` fuses multiplication and addition into one instruction with one rounding, at twice the speed; `plain` needs nothing but
 * SIMD. Their last bits differ.
 */
export type SimdVariant = "relaxed" | "plain";

const sources: Readonly<Record<SimdVariant, string>> = { relaxed, plain };
const compiled = new Map<SimdVariant, CompiledModule | null>();

/** Compiled once for all arenas; null where this machine cannot run it. */
export function simdModule(variant: SimdVariant): CompiledModule | null {
  const known = compiled.get(variant);
  if (known !== undefined) return known;
  const module = compile(decodeBase64(sources[variant]));
  compiled.set(variant, module);
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

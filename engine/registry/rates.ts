import { EngineError } from "../errors/errors.ts";
import type { Schedule } from "../optimizers/optimizer.ts";
import { listedRates } from "../optimizers/schedules.ts";
import { readNamed } from "./named.ts";
import type { RateSpec, Schema } from "./options.ts";
import type { Registry } from "./registry.ts";

/** Schedules within schedules: more than anybody means. */
const deepest = 16;

/** A learning rate from what stands for it, checked before. @throws EngineError `badConfiguration` for a schedule that cannot be built. */
export function rateOf(registry: Registry, spec: RateSpec): Schedule {
  if (typeof spec === "number" || typeof spec === "function") return spec;
  if (isList(spec)) return listedRates(spec);
  requireShallow(spec);
  const { entry, options } = readNamed(registry, ["schedule"], spec);
  return registry.build("schedule", entry.name, options, null);
}

/** Checked options of an entry, with a schedule for each rate. */
export function withRates(
  registry: Registry,
  schema: Schema,
  checked: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const rates = Object.keys(schema).filter((name) => schema[name]!.type === "rate" && checked[name] !== null);
  const built = rates.map((name) => [name, rateOf(registry, checked[name] as RateSpec)] as const);
  return { ...checked, ...Object.fromEntries(built) };
}

const isList = (spec: RateSpec): spec is readonly number[] => Array.isArray(spec);

/** Without recursion: a file may nest deeper than a stack is high. */
function requireShallow(spec: unknown): void {
  let level = [spec];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > 2 * deepest)
      throw new EngineError("badConfiguration", `A schedule holds more than ${deepest} others.`, "Make it of fewer.");
    level = level.filter((value) => typeof value === "object" && value !== null).flatMap((value) => Object.values(value!));
  }
}

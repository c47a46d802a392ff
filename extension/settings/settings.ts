import { EngineError } from "../../engine/errors/errors.ts";
import { mostThreads } from "../../engine/kernels/threads.ts";
import { numbers } from "../../engine/recipe/limits.ts";
import { contributes } from "../../package.json";

/** What the settings say; a training value that is left to us is missing from `chosen`. */
export interface Settings {
  readonly chosen: Readonly<Record<string, unknown>>;
  /** MB (10⁶ bytes): a larger file is refused. */
  readonly maxFileSize: number;
  /** At most so many train; null for as many as the machine has cores, less one. */
  readonly threads: number | null;
  readonly hover: HoverSettings;
}

export interface HoverSettings {
  readonly enabled: boolean;
  readonly candidates: number;
}

interface Setting {
  readonly enum?: readonly string[];
}

/** Settings that name an entry of the registry, with the names that `package.json` has for them, "auto" among them. */
export const settingNames: ReadonlyMap<string, readonly string[]> = new Map(
  contributes.configuration.flatMap(({ properties }) =>
    Object.entries(properties as Readonly<Record<string, Setting>>).flatMap(([name, { enum: names }]) =>
      names ? [[name.replace(/^lstm\./u, ""), names] as const] : [],
    ),
  ),
);

export const maxFileSizeLimit = { minimum: 1, maximum: 512, integer: false };
export const threadsLimit = { minimum: 1, maximum: mostThreads, integer: true };
export const candidatesLimit = { minimum: 1, maximum: 20, integer: true };

/** Looks a setting up by its name below `lstm.`; settings.json may hold anything. */
export type Lookup = (name: string) => unknown;

/** @throws EngineError `badConfiguration`, naming every setting that is out of its limits, what it holds and what is allowed. */
export function readSettings(lookup: Lookup): Settings {
  const problems: string[] = [];
  const chosen: Record<string, unknown> = {};
  for (const [name, limit] of Object.entries(numbers)) {
    const value = lookup(name) ?? null;
    if (value === null) continue;
    chosen[name] = value;
    if (!fits(value, limit)) problems.push(outside(name, value, limit));
  }
  for (const [name, names] of settingNames) {
    const value = lookup(name) ?? "auto";
    if (value === "auto") continue;
    chosen[name] = value;
    if (!(names as readonly unknown[]).includes(value)) problems.push(noneOf(name, value, names));
  }
  const maxFileSize = numberOf("maxFileSize", lookup("maxFileSize") ?? 64, maxFileSizeLimit, problems);
  const threads = lookup("threads") ?? null;
  if (threads !== null) numberOf("threads", threads, threadsLimit, problems);
  const hover = readHover(lookup, problems);
  if (problems.length > 0)
    throw new EngineError("badConfiguration", `${problems.join("; ")}.`, "Change it in the settings, then train again.");
  return { chosen, maxFileSize, threads: threads as number | null, hover };
}

export function readHoverSettings(lookup: Lookup): HoverSettings {
  const problems: string[] = [];
  const hover = readHover(lookup, problems);
  // A hover is no place for a complaint; training will name the setting.
  return problems.length === 0 ? hover : { enabled: hover.enabled, candidates: 5 };
}

function readHover(lookup: Lookup, problems: string[]): HoverSettings {
  const candidates = numberOf("hover.candidates", lookup("hover.candidates") ?? 5, candidatesLimit, problems);
  return { enabled: lookup("hover.enabled") !== false, candidates };
}

type Range = { readonly minimum: number; readonly maximum: number; readonly integer: boolean };

function numberOf(name: string, value: unknown, range: Range, problems: string[]): number {
  if (fits(value, range)) return value;
  problems.push(outside(name, value, range));
  return range.minimum;
}

function fits(value: unknown, { minimum, maximum, integer }: Range): value is number {
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  return value >= minimum && value <= maximum && (!integer || Number.isInteger(value));
}

function outside(name: string, value: unknown, { minimum, maximum, integer }: Range): string {
  const kind = integer ? "a whole number" : "a number";
  return `The setting lstm.${name} is ${JSON.stringify(value)}, but must be ${kind} from ${minimum} to ${maximum}`;
}

function noneOf(name: string, value: unknown, names: readonly string[]): string {
  return `The setting lstm.${name} is ${JSON.stringify(value)}, but must be one of ${names.join(", ")}`;
}

import { EngineError } from "../errors/errors.ts";
import type { Run, Variable } from "./optimizer.ts";

/**
 * Whether a path is meant by a pattern: a path itself, or one with `*` for any characters, or none. `dense/kernel`; `*kernel`: all that end
 * with it; `forward/*`: all that begin with it.
 */
export function pathFits(pattern: string, path: string): boolean {
  const [first, ...rest] = pattern.split("*");
  if (rest.length === 0) return path === pattern;
  const last = rest.pop()!;
  if (!path.startsWith(first!) || !path.endsWith(last)) return false;
  let at = first!.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= path.length - last.length;
}

/** The elements of all weights that one of the patterns means. @throws EngineError as {@link requirePaths}. */
export function runsOf(variables: readonly Variable[], patterns: readonly string[], option: string): readonly Run[] {
  requirePaths(
    variables.map(({ path }) => path),
    patterns,
    option,
  );
  return variables.filter(({ path }) => patterns.some((pattern) => pathFits(pattern, path))).flatMap(({ runs }) => runs);
}

/** @throws EngineError `badConfiguration` for a pattern that means none of the paths. */
export function requirePaths(paths: readonly string[], patterns: readonly string[], option: string): void {
  const idle = patterns.find((pattern) => !paths.some((path) => pathFits(pattern, path)));
  if (idle === undefined) return;
  throw new EngineError(
    "badConfiguration",
    `${option}: there is no weight "${idle}"; there are ${paths.join(", ")}.`,
    "Name one of these, or several at once with *.",
  );
}

/** The runs of such patterns, looked up once for each model. */
export function runsBy(patterns: readonly string[], option: string): (variables: readonly Variable[]) => readonly Run[] {
  const known = new WeakMap<readonly Variable[], readonly Run[]>();
  return (variables) => {
    const runs = known.get(variables) ?? runsOf(variables, patterns, option);
    known.set(variables, runs);
    return runs;
  };
}

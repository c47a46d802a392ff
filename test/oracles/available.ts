import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "../../.scripts/paths.ts";
import { advice, findPyTorch } from "../../.scripts/pytorch.ts";
import type { ParityCase } from "./parityCase.ts";

/** The Python that has PyTorch, or null: then the tests that need it are skipped, and say so. */
export const python = findPyTorch();
export const withoutPyTorch = `skipped: there is no PyTorch here (${advice}, or set PYTHON)`;
if (!python) console.warn(`The tests against PyTorch are ${withoutPyTorch}.`);

/** The cases that lie beside the shared format's description, where this machine has them. */
export const sharedCases: readonly ParityCase[] = casesIn(join(dirname(root), "shared", "parity"));

export function casesIn(folder: string): ParityCase[] {
  if (!existsSync(folder)) return [];
  const files = globSync("*.lstm-parity.json", { cwd: folder }).sort();
  return files.map((file) => ({ ...(JSON.parse(readFileSync(join(folder, file), "utf8")) as ParityCase), file: basename(file) }));
}

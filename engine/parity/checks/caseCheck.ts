import { EngineError } from "../../errors/errors.ts";
import type { ParityCase } from "../case.ts";
import type { Deviation } from "../compare.ts";
import { explain } from "../explain.ts";
import { CaseError } from "../json.ts";
import { type FilesBeside, withModelFile } from "../modelFile.ts";
import { readCase } from "../readCase.ts";
import { runCase } from "../runCase.ts";
import { type CheckResult, type Divergence, invalid } from "./result.ts";

/** Milliseconds from some fixed moment. */
export type Now = () => number;

/**
 * Reads and runs a parity case. A file that is none gives an `invalid` result, which says what is wrong and where.
 *
 * @param files that lie beside it, where its model is in one: `filesBeside` reads them.
 */
export function checkCase(text: string, now: Now, files: FilesBeside = new Map()): CheckResult {
  const began = now();
  let [name, source] = ["", ""];
  try {
    const parityCase = readCase(withModelFile(text, files));
    ({ name, source } = parityCase);
    return resultOf(parityCase, runCase(parityCase), now() - began);
  } catch (error) {
    if (error instanceof CaseError) return invalid(name, source, error.message, now() - began);
    if (error instanceof EngineError) return invalid(name, source, `${error.message} ${error.advice}`.trim(), now() - began);
    throw error;
  }
}

function resultOf(parityCase: ParityCase, result: ReturnType<typeof runCase>, milliseconds: number): CheckResult {
  const { name, source, tolerance } = parityCase;
  return {
    name,
    source,
    outcome: result.passed ? "passed" : "failed",
    message: result.first === null ? "" : explain(parityCase, result.first),
    compared: result.compared,
    tolerance: `${tolerance.absolute} + ${tolerance.relative} · |expected|`,
    largest: result.largest && divergenceOf(result.largest),
    first: result.first && divergenceOf(result.first),
    milliseconds,
  };
}

const divergenceOf = ({ step, quantity, element, ours, expected, share }: Deviation): Divergence => ({
  step,
  quantity,
  element,
  expected,
  actual: ours,
  share,
});

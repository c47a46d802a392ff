import { checkCase } from "./caseCheck.ts";
import { checkModel, type ModelCheckOptions } from "./modelCheck.ts";
import type { CheckRequest, CheckResult } from "./result.ts";

/**
 * All checks of a request, one after the other: first the model's gradients, then the cases in their order. Yields each result, and null
 * between two parts of a long check, so that whoever drives it can stop there.
 * @throws StepInterrupted when asked to end within a part.
 */
export function* runChecks({ trained, cases }: CheckRequest, options: ModelCheckOptions): Generator<CheckResult | null> {
  if (trained !== null) yield* checkModel(trained, options);
  for (const { text, files } of cases) yield checkCase(text, options.now, files);
}

export const countChecks = ({ trained, cases }: CheckRequest): number => (trained === null ? 0 : 1) + cases.length;

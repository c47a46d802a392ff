import { EngineError } from "../errors/errors.ts";
import type { NamedSpec } from "../layers/networkSpec.ts";
import { readouts } from "../layers/readout.ts";
import { means } from "../losses/loss.ts";
import type { ParityCase } from "./case.ts";
import type { Deviation } from "./compare.ts";
import { runCase } from "./runCase.ts";

/**
 * What a case that diverges may have meant: it is run again as those who port a model often have it instead, with what its head reads or what
 * its loss divides by exchanged. Empty where none of these agrees.
 */
export function explain(parityCase: ParityCase, first: Deviation): string {
  if (["logits", "probabilities"].includes(first.quantity)) return explainReadout(parityCase);
  return first.quantity === "loss" ? explainMean(parityCase) : "";
}

function explainReadout(parityCase: ParityCase): string {
  if (parityCase.readout === "all") return "";
  const others = readouts.filter((readout) => readout !== "all" && readout !== parityCase.readout);
  const found = others.find((readout) => agrees({ ...parityCase, readout }));
  return found
    ? `Outputs and final states agree. With the readout "${found}" in place of "${parityCase.readout}" everything does.`
    : "";
}

function explainMean(parityCase: ParityCase): string {
  const [name, options] = namedOf(parityCase.model.loss);
  const { divideBy: _, mean: own = "valid", ...rest } = options;
  for (const mean of means.filter((other) => other !== own)) {
    const model = { ...parityCase.model, loss: { [name]: { ...rest, mean } } };
    if (agrees({ ...parityCase, model }))
      return `Everything before the loss agrees. With the mean "${mean}" in place of "${String(own)}" the rest does too.`;
  }
  return "";
}

const namedOf = (spec: NamedSpec): readonly [string, Readonly<Record<string, unknown>>] =>
  typeof spec === "string" ? [spec, {}] : (Object.entries(spec)[0] as [string, Record<string, unknown>]);

/** A network may not have what is tried. */
function agrees(parityCase: ParityCase): boolean {
  try {
    return runCase(parityCase).passed;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

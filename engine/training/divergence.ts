import { EngineError } from "../errors/errors.ts";
import type { TrainingConfig } from "../recipe/config.ts";

export type DivergenceConfig = Pick<TrainingConfig, "optimizer" | "learningRate" | "clipNorm">;

/** What was the first to be no finite number. */
export type Divergence = "loss" | "gradient" | "weights";

const subjects: Readonly<Record<Divergence, string>> = {
  loss: "the loss",
  gradient: "the gradient",
  weights: "a weight after the update",
};

/** @param keptStep the step whose weights were kept; 0 for the initial ones. */
export function divergenceError(
  what: Divergence,
  value: number,
  failedStep: number,
  keptStep: number,
  { learningRate, clipNorm }: DivergenceConfig,
): EngineError {
  const became = Number.isNaN(value) ? "not a number (NaN)" : "infinite";
  const kept = keptStep === 0 ? "the initial weights" : `the weights of step ${keptStep}`;
  const clipping =
    clipNorm > 0 ? `a smaller bound of the gradient's norm than ${clipNorm}` : "clipping the gradient's norm, at 5 for a start";
  return new EngineError(
    "diverged",
    `Training diverged at step ${failedStep}: ${subjects[what]} became ${became}. The last good weights, ${kept}, were kept.`,
    `Try a learning rate of ${Number((learningRate / 10).toPrecision(2))} instead of ${learningRate}, or ${clipping}.`,
  );
}

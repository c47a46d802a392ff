import { EngineError } from "../errors/errors.ts";

/** What of a run decides whether it diverges, for the advice. */
export interface DivergenceConfig {
  /** Of the first step. */
  readonly learningRate: number;
  /** Bound of the gradient's norm; 0 for none. */
  readonly clipNorm: number;
}

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
  config: DivergenceConfig,
): EngineError {
  const became = Number.isNaN(value) ? "not a number (NaN)" : "infinite";
  return new EngineError(
    "diverged",
    `Training diverged at step ${failedStep}: ${subjects[what]} became ${became}. ${keptSentence(keptStep)}`,
    advice(config),
  );
}

/** @param least the lowest loss of the last steps @param blind the loss of a guess that knows nothing */
export function explosionError(
  least: number,
  blind: number,
  failedStep: number,
  steps: number,
  keptStep: number,
  config: DivergenceConfig,
): EngineError {
  const times = Number((least / blind).toPrecision(2)).toLocaleString("en");
  return new EngineError(
    "diverged",
    `Training exploded: the loss of each of the last ${steps} steps up to step ${failedStep} was at least ${least.toPrecision(4)}, ${times} times that of a blind guess (${blind.toPrecision(4)}). ${keptSentence(keptStep)}`,
    advice(config),
  );
}

const keptSentence = (step: number): string =>
  `The last good weights, ${step === 0 ? "the initial weights" : `the weights of step ${step}`}, were kept.`;

function advice({ learningRate, clipNorm }: DivergenceConfig): string {
  const clipping =
    clipNorm > 0 ? `a smaller bound of the gradient's norm than ${clipNorm}` : "clipping the gradient's norm, at 5 for a start";
  return `Try a learning rate of ${Number((learningRate / 10).toPrecision(2))} instead of ${learningRate}, or ${clipping}.`;
}

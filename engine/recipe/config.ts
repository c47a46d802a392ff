import { EngineError } from "../errors/errors.ts";

export const tokenizerNames = ["character", "word"] as const;
export const batchingNames = ["windows", "streams"] as const;
export const optimizerNames = ["sgd", "adam", "adamw", "rmsprop", "adagrad"] as const;
export const initializerNames = [
  "glorotUniform",
  "glorotNormal",
  "heUniform",
  "heNormal",
  "orthogonal",
  "identity",
  "uniform",
  "normal",
  "constant",
  "zeros",
] as const;

export type TokenizerName = (typeof tokenizerNames)[number];
export type BatchingName = (typeof batchingNames)[number];
export type OptimizerName = (typeof optimizerNames)[number];
export type InitializerName = (typeof initializerNames)[number];

/** Everything that decides a run, apart from the text: the same text and the same configuration give the same numbers. */
export interface TrainingConfig {
  readonly tokenizer: TokenizerName;
  /** `windows`: T tokens in, the next one out, state zero at each window. `streams`: N contiguous rows, state carried, truncated BPTT. */
  readonly batching: BatchingName;
  /** T: tokens of a window, or time steps of a chunk of a stream. */
  readonly sequenceLength: number;
  /** N: rows of a batch. */
  readonly batchSize: number;
  /** H: units of each layer. */
  readonly hiddenSize: number;
  readonly layers: number;
  /** Added to the forget gate's pre-activation when it runs; not stored in the bias. */
  readonly forgetBias: number;
  readonly kernelInitializer: InitializerName;
  readonly recurrentInitializer: InitializerName;
  /** Half-width of `uniform`, standard deviation of `normal`, value of `constant`; unused by the others. */
  readonly initializerScale: number;
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  /** Bound of the gradients' global norm; 0 switches clipping off. */
  readonly clipNorm: number;
  /** Number of optimizer steps of the run. */
  readonly steps: number;
  readonly seed: number;
  /** A text sample every so many steps; 0 for none. */
  readonly sampleEvery: number;
  /** Tokens of a sample. */
  readonly sampleLength: number;
  /** Divides the logits before sampling: below 1 bolder, above 1 wilder. */
  readonly temperature: number;
}

export interface Limit {
  readonly minimum: number;
  readonly maximum: number;
  readonly integer: boolean;
}

type NumericKey = { [K in keyof TrainingConfig]: TrainingConfig[K] extends number ? K : never }[keyof TrainingConfig];

/** The same limits stand in the settings' schema; a test holds the two together. */
export const limits: { readonly [K in NumericKey]: Limit } = {
  sequenceLength: { minimum: 1, maximum: 1000, integer: true },
  batchSize: { minimum: 1, maximum: 512, integer: true },
  hiddenSize: { minimum: 1, maximum: 2048, integer: true },
  layers: { minimum: 1, maximum: 8, integer: true },
  forgetBias: { minimum: -10, maximum: 10, integer: false },
  initializerScale: { minimum: 0, maximum: 10, integer: false },
  learningRate: { minimum: 1e-9, maximum: 1000, integer: false },
  clipNorm: { minimum: 0, maximum: 1e6, integer: false },
  steps: { minimum: 1, maximum: 10_000_000, integer: true },
  seed: { minimum: 0, maximum: 0xffffffff, integer: true },
  sampleEvery: { minimum: 0, maximum: 1_000_000, integer: true },
  sampleLength: { minimum: 1, maximum: 10_000, integer: true },
  temperature: { minimum: 0.01, maximum: 10, integer: false },
};

const choices = {
  tokenizer: tokenizerNames,
  batching: batchingNames,
  optimizer: optimizerNames,
  kernelInitializer: initializerNames,
  recurrentInitializer: initializerNames,
} as const;

/** @throws EngineError `badConfiguration`, naming every field that is out of its limits, what was given and what is allowed. */
export function checkConfig(config: TrainingConfig): void {
  const problems: string[] = [];
  for (const [key, limit] of Object.entries(limits) as [NumericKey, Limit][]) {
    const value = config[key];
    const inside = Number.isFinite(value) && value >= limit.minimum && value <= limit.maximum;
    if (inside && (!limit.integer || Number.isInteger(value))) continue;
    const kind = limit.integer ? "a whole number" : "a number";
    problems.push(`${key} is ${value}, must be ${kind} from ${limit.minimum} to ${limit.maximum}`);
  }
  for (const [key, names] of Object.entries(choices)) {
    const value = config[key as keyof typeof choices];
    if (!(names as readonly string[]).includes(value)) problems.push(`${key} is "${value}", must be one of ${names.join(", ")}`);
  }
  if (problems.length > 0)
    throw new EngineError("badConfiguration", `${problems.join("; ")}.`, "Change the setting and train again.");
}

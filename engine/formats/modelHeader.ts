import * as v from "valibot";
import { batchingNames, initializerNames, optimizerNames, tokenizerNames } from "../recipe/config.ts";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const config = v.strictObject({
  tokenizer: v.picklist(tokenizerNames),
  batching: v.picklist(batchingNames),
  sequenceLength: count,
  batchSize: count,
  hiddenSize: count,
  layers: count,
  forgetBias: v.number(),
  kernelInitializer: v.picklist(initializerNames),
  recurrentInitializer: v.picklist(initializerNames),
  initializerScale: v.number(),
  optimizer: v.picklist(optimizerNames),
  learningRate: v.number(),
  clipNorm: v.number(),
  steps: count,
  seed: count,
  sampleEvery: count,
  sampleLength: count,
  temperature: v.number(),
});

/** One trained array: its name, its shape, and its first element's index within the values. */
const parameter = v.strictObject({ path: v.string(), rows: count, columns: count, offset: count });

/** The JSON part of a model file: everything but the floats, and how many of those follow. */
export const modelHeader = v.strictObject({
  config,
  vocabulary: v.strictObject({ tokens: v.array(v.string()), unknown: v.nullable(count) }),
  precision: v.picklist(["float32", "float64"]),
  parameters: v.array(parameter),
  /** Number of arrays that the optimizer keeps, each as long as the values. */
  slots: v.pipe(count, v.maxValue(2)),
  /** Floats of the values, and of the carried state. */
  floats: v.strictObject({ values: count, state: count }),
  trainer: v.strictObject({ step: count, smoothedLoss: v.number(), batcher: v.unknown() }),
  /** What it was trained on, by {@link hashText}, and how many tokens that had. */
  text: v.strictObject({ hash: v.string(), tokens: count }),
});

export type ModelHeader = v.InferOutput<typeof modelHeader>;

/** What is wrong within a header that has the right form; empty if nothing is. */
export function headerProblem(header: ModelHeader): string {
  const { vocabulary, parameters, floats } = header;
  if (new Set(vocabulary.tokens).size !== vocabulary.tokens.length) return "its vocabulary has a token twice";
  if (vocabulary.unknown !== null && vocabulary.unknown >= vocabulary.tokens.length)
    return "its unknown token is not in its vocabulary";
  let end = 0;
  for (const { path, rows, columns, offset } of parameters) {
    if (offset !== end) return `its parameter ${path} is out of place`;
    end += rows * columns;
  }
  return end === floats.values ? "" : "its parameters do not fill its values";
}

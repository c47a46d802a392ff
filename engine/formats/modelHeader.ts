import * as v from "valibot";

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** One trained array: its name, its shape, and its first element's index within the values. */
const parameter = v.strictObject({ path: v.string(), rows: count, columns: count, offset: count });

/** What every version's header has beside its recipe. */
const vocabulary = v.strictObject({ tokens: v.array(v.string()), unknown: v.nullable(count) });

const common = {
  precision: v.picklist(["float32", "float64"]),
  parameters: v.array(parameter),
  /** Number of arrays that the optimizer keeps, each as long as the values. */
  slots: v.pipe(count, v.maxValue(8)),
  /** Floats of the values, and of the carried state. */
  floats: v.strictObject({ values: count, state: count }),
  /** What it was trained on, by {@link hashText}, and how many tokens that had. */
  text: v.strictObject({ hash: v.string(), tokens: count }),
};

/** The JSON part of a model file: everything but the floats, and how many of those follow. */
export const modelHeader = v.strictObject({
  ...common,
  /** Null for a model of numbers. */
  vocabulary: v.nullable(vocabulary),
  /** Of a model of numbers: its columns, which of them are told, and how they are scaled. */
  series: v.nullable(v.strictObject({ columns: v.array(v.string()), targets: v.array(count), scaling: v.unknown() })),
  /** As `engine/recipe` has it: checked there. */
  recipe: v.unknown(),
  trainer: v.strictObject({
    step: count,
    smoothedLoss: v.number(),
    blindLoss: v.number(),
    optimizerSince: count,
    since: count,
    watched: v.strictObject({
      sum: v.number(),
      count,
      watchers: v.array(v.record(v.string(), v.nullable(v.number()))),
    }),
    batcher: v.unknown(),
  }),
  /** The step with the lowest validation loss, whose numbers follow those of the last; null where there is none. */
  best: v.nullable(v.strictObject({ step: count, loss: v.number(), smoothedLoss: v.number(), batcher: v.unknown() })),
});

/** The header of version 1: a stack of equal LSTMs in flat words, `lstm/` before the paths of its parameters. */
export const modelHeader1 = v.strictObject({
  ...common,
  vocabulary,
  config: v.strictObject({
    tokenizer: v.picklist(["character", "word"]),
    batching: v.picklist(["windows", "streams"]),
    sequenceLength: count,
    batchSize: count,
    hiddenSize: count,
    layers: count,
    forgetBias: v.number(),
    kernelInitializer: v.string(),
    recurrentInitializer: v.string(),
    initializerScale: v.number(),
    optimizer: v.string(),
    learningRate: v.number(),
    clipNorm: v.number(),
    steps: count,
    seed: count,
    sampleEvery: count,
    sampleLength: count,
    temperature: v.number(),
  }),
  trainer: v.strictObject({ step: count, smoothedLoss: v.number(), batcher: v.unknown() }),
});

export type ModelHeader = v.InferOutput<typeof modelHeader>;
export type ModelHeader1 = v.InferOutput<typeof modelHeader1>;

/** What is wrong within a header that has the right form; empty if nothing is. */
export function headerProblem(header: ModelHeader): string {
  const { vocabulary, parameters, floats } = header;
  if ((vocabulary === null) === (header.series === null)) return "it is neither of tokens nor of numbers";
  if (vocabulary !== null && new Set(vocabulary.tokens).size !== vocabulary.tokens.length)
    return "its vocabulary has a token twice";
  if (vocabulary !== null && vocabulary.unknown !== null && vocabulary.unknown >= vocabulary.tokens.length)
    return "its unknown token is not in its vocabulary";
  let end = 0;
  for (const { path, rows, columns, offset } of parameters) {
    if (offset !== end) return `its parameter ${path} is out of place`;
    end += rows * columns;
  }
  return end === floats.values ? "" : "its parameters do not fill its values";
}

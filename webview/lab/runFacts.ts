import type { RunDescription } from "../../engine/runs/description.ts";
import { formatBytes, formatCount } from "../../engine/words/numbers.ts";

const optimizers = { sgd: "SGD", adam: "Adam", adamw: "AdamW", rmsprop: "RMSprop", adagrad: "Adagrad" } as const;

/** Terms and values, in the order in which one asks. */
export function factsOf(fileName: string, description: RunDescription): (readonly [term: string, value: string])[] {
  const { config, vocabularySize, tokenCount } = description;
  const kind = config.tokenizer === "character" ? "characters" : "words";
  const batching =
    config.batching === "streams"
      ? `${formatCount(config.batchSize)} streams, ${formatCount(config.sequenceLength)} steps at a time`
      : `${formatCount(config.batchSize)} ${config.batchSize === 1 ? "window" : "windows"} of ${formatCount(config.sequenceLength)} tokens`;
  return [
    ["file", fileName],
    ["tokens", `${formatCount(tokenCount)} ${kind}`],
    ["in, out", `${formatCount(vocabularySize)} different ${kind}`],
    ["weights", formatCount(description.parameterCount)],
    ["memory", `${formatBytes(description.plannedBytes, 3)} planned`],
    ["threads", formatCount(description.threads)],
    ["batch", batching],
    ["optimizer", `${optimizers[config.optimizer]}, rate ${config.learningRate}`],
    ["clip", config.clipNorm === 0 ? "off" : `norm at ${config.clipNorm}`],
    ["seed", String(config.seed)],
  ];
}

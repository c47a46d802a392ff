import { clipNormOf, nameOf, tellRate } from "../../engine/recipe/told.ts";
import type { RunDescription } from "../../engine/runs/description.ts";
import { formatBytes, formatCount } from "../../engine/words/numbers.ts";

/** Terms and values, in the order in which one asks. */
export function factsOf(fileName: string, description: RunDescription): (readonly [term: string, value: string])[] {
  const { recipe, vocabularySize, tokenCount, steps, rows } = description;
  const kind = nameOf(recipe.text.tokenizer) === "word" ? "words" : "characters";
  const batching =
    nameOf(recipe.task) === "streams"
      ? `${formatCount(rows)} streams, ${formatCount(steps)} steps at a time`
      : `${formatCount(rows)} ${rows === 1 ? "window" : "windows"} of ${formatCount(steps)} tokens`;
  const clip = clipNormOf(recipe);
  return [
    ["file", fileName],
    ["tokens", `${formatCount(tokenCount)} ${kind}`],
    ["in, out", `${formatCount(vocabularySize)} different ${kind}`],
    ["weights", formatCount(description.parameterCount)],
    ["memory", `${formatBytes(description.plannedBytes, 3)} planned`],
    ["threads", formatCount(description.threads)],
    ["batch", batching],
    ["optimizer", `${nameOf(recipe.training.optimizer)}, rate ${tellRate(recipe)}`],
    ["clip", clip === 0 ? "off" : `norm at ${clip}`],
    ["seed", String(recipe.training.seed)],
  ];
}

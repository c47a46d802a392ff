import { cellNodesOf, type NetworkNode } from "../../engine/layers/networkNode.ts";
import { clipNormOf, nameOf, tellRate } from "../../engine/recipe/told.ts";
import type { RunDescription } from "../../engine/runs/description.ts";
import { formatBytes, formatCount } from "../shared/numbers.ts";

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
    ["memory", `${formatBytes(description.plannedBytes)} planned`],
    ["threads", formatCount(description.threads)],
    ["batch", batching],
    ["optimizer", `${nameOf(recipe.training.optimizer)}, rate ${tellRate(recipe)}`],
    ["clip", clip === 0 ? "off" : `norm at ${clip}`],
    ["seed", String(recipe.training.seed)],
  ];
}

/** "LSTM 2 × 128", "GRU 64 + LSTM 32": the cells from the input on. */
export function tellCells(network: NetworkNode): string {
  const cells = cellNodesOf(network).map(({ kind, outputSize }) => ({ kind: kind.toUpperCase(), outputSize }));
  const [first] = cells;
  if (!first) return "no cells";
  if (cells.every(({ kind, outputSize }) => kind === first.kind && outputSize === first.outputSize))
    return `${first.kind} ${cells.length} × ${formatCount(first.outputSize)}`;
  return cells.map(({ kind, outputSize }) => `${kind} ${formatCount(outputSize)}`).join(" + ");
}

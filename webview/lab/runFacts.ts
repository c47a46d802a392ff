import { clipNormOf, nameOf, tellRate } from "../../engine/recipe/told.ts";
import type { RunDescription } from "../../engine/runs/description.ts";
import { formatBytes, formatCount } from "../../engine/words/numbers.ts";
import { kindLabel } from "../shared/kinds.ts";

type Fact = readonly [term: string, value: string];

/** Terms and values, in the order in which one asks. */
export function factsOf(fileName: string, description: RunDescription): Fact[] {
  const { recipe, parameterCount, plannedBytes, threads } = description;
  const clip = clipNormOf(recipe);
  return [
    ["file", fileName],
    ...(description.columns.length > 0 ? numberFacts(description) : tokenFacts(description)),
    ["weights", formatCount(parameterCount)],
    ["memory", `${formatBytes(plannedBytes, 3)} planned`],
    ["threads", formatCount(threads)],
    ["batch", batchWords(description)],
    ["optimizer", `${kindLabel(nameOf(recipe.training.optimizer))}, rate ${tellRate(recipe)}`],
    ["clip", clip === 0 ? "off" : `norm at ${clip}`],
    ["seed", String(recipe.training.seed)],
  ];
}

const tokenWords: Readonly<Record<string, string>> = { word: "words", character: "characters", bytes: "bytes" };

function tokenFacts({ recipe, tokenCount, vocabularySize, newTokens }: RunDescription): Fact[] {
  const tokenizer = nameOf(recipe.text.tokenizer);
  const words = tokenWords[tokenizer] ?? "tokens";
  const by = words === "tokens" ? `, by ${kindLabel(tokenizer)}` : "";
  return [
    ["tokens", `${formatCount(tokenCount)} ${words}${by}`],
    [
      "in, out",
      `${formatCount(vocabularySize)} different ${words}${newTokens.count === 0 ? "" : `, ${formatCount(newTokens.count)} of them new`}`,
    ],
  ];
}

function numberFacts({ tokenCount, columns, shape }: RunDescription): Fact[] {
  return [
    [
      "series",
      `${formatCount(tokenCount)} rows of ${formatCount(columns.length)} ${columns.length === 1 ? "column" : "columns"}`,
    ],
    ["in, out", `${formatCount(shape.input.size)} numbers in, ${formatCount(shape.units)} out`],
  ];
}

/** The tasks that come with the engine by their own words, others by their numbers. */
function batchWords({ recipe, steps, rows }: RunDescription): string {
  const [count, each] = [formatCount(rows), formatCount(steps)];
  const windows = rows === 1 ? "window" : "windows";
  switch (nameOf(recipe.task)) {
    case "streams":
      return `${count} streams, ${each} steps at a time`;
    case "windows":
      return `${count} ${windows} of ${each} tokens`;
    default:
      return `${count} ${rows === 1 ? "row" : "rows"} of ${each} steps`;
  }
}

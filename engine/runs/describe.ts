import type { WholeRecipe } from "../recipe/recipe.ts";
import { lengthOf, type RunData, sizeOf } from "../tasks/data.ts";
import type { Trainer } from "../training/trainer.ts";
import { namedToken, printableToken } from "../words/tokens.ts";
import type { RunDescription } from "./description.ts";
import type { PlannedModel } from "./modelOf.ts";

/** Tokens that a description names, so that a large vocabulary is not sent for a picture's axis. */
const describedTokens = 4096;

export interface Described {
  readonly recipe: WholeRecipe;
  readonly data: RunData;
  readonly planned: PlannedModel;
  readonly trainer: Trainer;
  readonly bytes: number;
  readonly threads: number;
  readonly newTokens: number;
}

/** What is told of a run to whoever shows it: plain data. */
export function describe({
  recipe,
  data,
  planned: { task, plan },
  trainer,
  bytes,
  threads,
  newTokens,
}: Described): RunDescription {
  const { parameters, values, blueprint } = trainer.model;
  const size = sizeOf(data);
  return {
    recipe,
    network: blueprint.node,
    shape: task.shape(size),
    can: task.can,
    parameters: parameters.map(({ path, rows, columns, gates, rowMeaning, columnMeaning }) => ({
      path,
      rows,
      columns,
      gates,
      rowMeaning,
      columnMeaning,
    })),
    parameterCount: values.length,
    steps: plan.steps,
    rows: plan.batch,
    plannedBytes: bytes,
    threads,
    tokenCount: lengthOf(data),
    vocabularySize: data.kind === "tokens" ? data.vocabulary.size : 0,
    tokens: data.kind === "tokens" ? data.vocabulary.tokens.slice(0, describedTokens).map(printableToken) : [],
    columns: data.kind === "series" ? data.series.columns : [],
    newTokens: { count: newTokens, first: firstOf(data, newTokens) },
    step: trainer.stepCount,
    blindLoss: task.blindLoss(size),
  };
}

/** A sentence names no more. */
const named = 5;

function firstOf(data: RunData, newTokens: number): string[] {
  if (data.kind === "series" || newTokens === 0) return [];
  return data.vocabulary.tokens
    .slice(data.vocabulary.size - newTokens)
    .slice(0, named)
    .map(namedToken);
}

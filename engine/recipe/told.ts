import type { EngineError } from "../errors/errors.ts";
import { isRecord, type NamedSpec } from "../layers/networkSpec.ts";
import { pathOf } from "../registry/fillUp.ts";
import type { WholeRecipe } from "./recipe.ts";

/** The registry's name of a specification. */
export const nameOf = (spec: NamedSpec): string => (typeof spec === "string" ? spec : Object.keys(spec)[0]!);

/** What is wrong, and where in a recipe, unless the sentence says it; what is about the whole network or text needs no more said. */
export function tellError({ message, place }: Pick<EngineError, "message" | "place">): string {
  const isSaid = place === null || place.length < 2 || message.includes(pathOf(place.slice(0, 2)));
  return isSaid ? message : `${pathOf(place)}: ${message}`;
}

/** An option of a specification, as far as it says one. */
export function optionOf(spec: NamedSpec, name: string): unknown {
  if (typeof spec === "string") return undefined;
  const options = spec[nameOf(spec)];
  return isRecord(options) && Object.hasOwn(options, name) ? options[name] : undefined;
}

/** A learning rate for people: a number, or the schedule with the rate that it begins at. */
export function tellRate({ training: { learningRate } }: WholeRecipe): string {
  if (typeof learningRate === "number") return String(learningRate);
  if (typeof learningRate === "function" || Array.isArray(learningRate)) return "by the step";
  const spec = learningRate as NamedSpec;
  const rate = optionOf(spec, "rate");
  return typeof rate === "number" ? `${rate}, ${nameOf(spec)}` : nameOf(spec);
}

/** The rate of a run that has one number for all steps, else null. */
export const fixedRate = ({ training: { learningRate } }: WholeRecipe): number | null =>
  typeof learningRate === "number" ? learningRate : null;

const scaledTo: Readonly<Record<string, string>> = {
  standard: "standardized numbers",
  minMax: "numbers scaled to 0 … 1",
  symmetric: "numbers scaled to −1 … 1",
  none: "numbers as they stand in the text",
};

/** What a run's losses are measured in: nats per token; mean squared error of standardized numbers. */
export function lossUnit({ task, training: { loss } }: WholeRecipe): string {
  const name = nameOf(loss);
  const numbers = scaledTo[String(optionOf(task, "scaling"))] ?? "numbers";
  const unit = {
    softmaxCrossEntropy: ["nats", "per token"],
    binaryCrossEntropy: ["nats", "per output"],
    meanSquaredError: ["squared error", `of ${numbers}`],
    meanAbsoluteError: ["absolute error", `of ${numbers}`],
  }[name];
  if (unit === undefined) return name;
  const mean = optionOf(loss, "mean");
  if (mean === "sum") return `${unit[0]}, all summed`;
  if (mean === "stepSum") return `${unit[0]}, summed over the steps`;
  return unit[0] === "nats" ? unit.join(" ") : `mean ${unit.join(" ")}`;
}

/** Bound of the gradient's global norm; 0 where there is none. */
export const clipNormOf = ({ training: { clipping } }: WholeRecipe): number => clipping.norm ?? 0;

/**
 * Of a model that goes on with a text that has tokens which it did not know.
 * @param first some of them, in quotation marks
 */
export function tellNewTokens({ count, first }: { readonly count: number; readonly first: readonly string[] }): string {
  const more = count > first.length ? ` and ${count - first.length} more` : "";
  const rows = count === 1 ? "It got a row of weights of its own" : "They got rows of weights of their own";
  return `The text has ${count === 1 ? "a token" : "tokens"} that the saved model did not know: ${first.join(", ")}${more}. ${rows}.`;
}

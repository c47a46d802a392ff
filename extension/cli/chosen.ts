import { isRecord } from "../../engine/layers/networkSpec.ts";
import { plainOptions } from "../../engine/recipe/plain.ts";
import { fillUp, type Problem } from "../../engine/registry/fillUp.ts";
import type { Option } from "../../engine/registry/options.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import { withSet } from "./recipes.ts";
import { type Given, type OptionTable, UsageError } from "./usage.ts";

/** What of a recipe's plain words may change when a saved model goes on, and where it stands in a recipe. */
export const continuable: Readonly<Record<string, string>> = {
  steps: "training.steps",
  learningRate: "training.learningRate",
  optimizer: "training.optimizer",
  sampleEvery: "sampling.every",
  sampleLength: "sampling.length",
  temperature: "sampling.temperature",
};

/** Plain words that have one place in any recipe. */
const placed: Readonly<Record<string, string>> = {
  ...continuable,
  tokenizer: "text.tokenizer",
  seed: "training.seed",
  clipNorm: "training.clipping.norm",
  kernelInitializer: "training.initializers.kernel",
  recurrentInitializer: "training.initializers.recurrentKernel",
};

/** What the other words are a part of, which a recipe says as a whole or not at all. */
const within: Readonly<Record<string, string>> = {
  batching: "task",
  sequenceLength: "task",
  batchSize: "task",
  cell: "network",
  hiddenSize: "network",
  layers: "network",
  forgetBias: "network",
  initializerScale: "training.initializers",
};

/** Every plain word of a recipe, as an option of the command line. */
export const plainTable = (registry: Registry): OptionTable =>
  Object.fromEntries(Object.entries(plainOptions(registry)).map(([name, option]) => [name, infoOf(option)]));

function infoOf(option: Option): { value: string; help: string } {
  if (option.type === "choice") return { value: "NAME", help: `${option.summary ?? ""} ${option.choices.join(", ")}`.trim() };
  if (option.type !== "number") return { value: "VALUE", help: option.summary ?? "" };
  const kind = option.integer ? "whole number" : "number";
  return { value: "N", help: `${kind} from ${option.minimum} to ${option.maximum}. ${option.summary ?? ""}`.trim() };
}

type Chosen = Readonly<Record<string, unknown>>;

/** What was chosen. @throws UsageError for a name that is none, or a number out of its limits */
export function chosenBy(registry: Registry, given: Given): Chosen {
  const chosen: Record<string, unknown> = {};
  const options = plainOptions(registry);
  for (const [name, option] of Object.entries(options)) {
    const value = option.type === "number" ? given.number(name) : given.text(name);
    if (value !== null) chosen[name] = value;
  }
  const problems: Problem[] = [];
  fillUp(options, chosen, [], problems);
  requireNone(problems, given);
  return chosen;
}

/** @throws UsageError that calls options as they were typed */
export function requireNone(problems: readonly Problem[], given: Given): void {
  if (problems.length > 0)
    throw new UsageError(problems.map(({ place, message }) => `${given.typed(String(place[0]))} ${message}.`).join("\n"));
}

/** A recipe in which plain words stand at their places: what was typed goes before what a file says. */
export const withWords = (recipe: unknown, words: Chosen): unknown =>
  withSet(
    recipe,
    Object.entries(words).map(([name, value]) => `${placed[name]}=${JSON.stringify(value)}`),
  );

/**
 * What a recipe's file and plain words say together. A word goes before what the file says at its place, and is chosen where the file leaves it
 * open. Those of the task and the network are for recipes without one: else nobody could tell which part they are about.
 * @throws UsageError
 */
export function laidOver(recipe: unknown, chosen: Chosen, given: Given): { readonly recipe: unknown; readonly chosen: Chosen } {
  const words = Object.entries(chosen);
  for (const [name] of words)
    if (Object.hasOwn(within, name) && saidIn(recipe, within[name]!))
      throw new UsageError(
        `${given.typed(name)} is for a recipe without a ${within[name]}: this one has its own; change it with ${given.typed("set")}.`,
      );
  const isSaid = ([name]: readonly [string, unknown]): boolean =>
    Object.hasOwn(placed, name) && saidIn(recipe, name === "clipNorm" ? "training.clipping" : placed[name]!);
  return {
    recipe: withWords(recipe, Object.fromEntries(words.filter(isSaid))),
    chosen: Object.fromEntries(words.filter((word) => !isSaid(word))),
  };
}

function saidIn(recipe: unknown, place: string): boolean {
  let inner = recipe;
  for (const key of place.split(".")) inner = isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : null;
  return inner !== null && inner !== undefined;
}

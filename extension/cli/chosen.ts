import { plainOptions } from "../../engine/recipe/plain.ts";
import type { Option } from "../../engine/registry/options.ts";
import type { Registry } from "../../engine/registry/registry.ts";
import { type Given, type OptionTable, UsageError } from "./usage.ts";

/** What of a recipe's plain words may change when a saved model goes on, and where it stands in a recipe. */
export const continuable: Readonly<Record<string, readonly [string, string]>> = {
  steps: ["training", "steps"],
  learningRate: ["training", "learningRate"],
  optimizer: ["training", "optimizer"],
  sampleEvery: ["sampling", "every"],
  sampleLength: ["sampling", "length"],
  temperature: ["sampling", "temperature"],
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

/** What was chosen. @throws UsageError for a name that is none, or a number out of its limits */
export function chosenBy(registry: Registry, given: Given): Readonly<Record<string, unknown>> {
  const chosen: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(plainOptions(registry))) {
    const value = option.type === "number" ? given.number(name) : given.text(name);
    if (value === null) continue;
    if (option.type === "choice" && !option.choices.includes(value as string))
      throw new UsageError(`--${name} is "${value}", must be one of ${option.choices.join(", ")}.`);
    chosen[name] = value;
  }
  return chosen;
}

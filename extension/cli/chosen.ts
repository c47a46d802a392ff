import { limits } from "../../engine/recipe/config.ts";
import type { Chosen } from "../../engine/recipe/recommended.ts";
import { settingChoices } from "../settings/settings.ts";
import { type Given, type OptionTable, UsageError } from "./usage.ts";

/** What of a configuration may change when a saved model goes on. */
export const continuable: readonly string[] = ["steps", "sampleEvery", "sampleLength", "temperature"];

type Name = keyof typeof settingChoices;

/** Every field of a training's configuration, as an option. */
export const trainingOptions: OptionTable = {
  ...Object.fromEntries(
    Object.entries(settingChoices).map(([name, names]) => [name, { value: "NAME", help: names.join(", ") }] as const),
  ),
  ...Object.fromEntries(
    Object.entries(limits).map(([name, { minimum, maximum, integer }]) => {
      const kind = integer ? "whole number" : "number";
      return [name, { value: "N", help: `${kind} from ${minimum} to ${maximum}` }] as const;
    }),
  ),
};

/** What was chosen; the limits of numbers are checked with the whole configuration. @throws UsageError for a name that is none */
export function chosenBy(given: Given): Chosen {
  const chosen: Record<string, unknown> = {};
  for (const name of Object.keys(limits)) chosen[name] = given.number(name);
  for (const [name, names] of Object.entries(settingChoices) as [Name, readonly string[]][]) {
    const word = given.text(name);
    if (word !== null && !names.includes(word))
      throw new UsageError(`--${name} is "${word}", must be one of ${names.join(", ")}.`);
    chosen[name] = word;
  }
  // Every name was held against the names of its own key above; a number's key is one of the limits'.
  return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== null)) as Chosen;
}

import type { NamedSpec, NetworkSpec } from "../layers/networkSpec.ts";
import type { Checked } from "../registry/options.ts";
import type { recipeOptions } from "./options.ts";

/** A recipe after its check: what was left out is null where it is to be chosen to suit the text. */
export type Recipe = Checked<typeof recipeOptions>;

/** A learning rate as plain data: a number, or a schedule of the registry. */
export type RateSpec = number | NamedSpec | readonly number[];

type Sampling = Recipe["sampling"];
type Training = Recipe["training"];

/** Everything that decides a run, apart from the text: the same text and the same recipe give the same numbers. */
export interface WholeRecipe extends Recipe {
  readonly text: Recipe["text"] & { readonly tokenizer: NamedSpec };
  readonly task: NamedSpec;
  readonly network: NetworkSpec;
  readonly head: Omit<Recipe["head"], "readout"> & { readonly readout: "all" | "last" | "mean" | "final" };
  readonly training: Omit<Training, "learningRate"> & {
    readonly steps: number;
    readonly seed: number;
    readonly optimizer: NamedSpec;
    readonly learningRate: RateSpec & Training["learningRate"];
    readonly loss: NamedSpec;
    readonly initializers: Training["initializers"] & {
      readonly kernel: NamedSpec;
      readonly recurrentKernel: NamedSpec;
      readonly bias: NamedSpec;
    };
  };
  readonly sampling: Sampling & { readonly every: number; readonly length: number; readonly temperature: number };
}

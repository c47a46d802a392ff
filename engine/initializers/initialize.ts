import type { Parameter } from "../memory/parameter.ts";
import type { Random } from "../random/random.ts";
import { type Initializer, zeros } from "./initializers.ts";

/** How each sort of parameter begins. Those that say themselves what they begin at (a normalization's gain) are not asked. */
export interface Initializers {
  /** What reads the input or the layer below; a dense layer's too. */
  readonly kernel: Initializer;
  readonly recurrentKernel: Initializer;
  readonly bias: Initializer;
  /** What only looks rows up; as a kernel where left out. */
  readonly embedding?: Initializer;
}

/** In memory order, from one stream of random numbers. */
export function initializeWith(parameters: readonly Parameter[], initializers: Initializers, random: Random): void {
  for (const parameter of parameters) {
    const { value, rows, columns, gates, initialValue } = parameter;
    if (initialValue !== null) value.fill(initialValue);
    else initializerFor(parameter, parameters, initializers)(value, rows, columns, random, gates);
  }
}

function initializerFor(
  parameter: Parameter,
  all: readonly Parameter[],
  { kernel, recurrentKernel, bias, embedding = kernel }: Initializers,
): Initializer {
  const { folder, name } = placeOf(parameter);
  switch (parameter.rowMeaning) {
    case "none":
      return bias.ofBiasAlone && name !== "bias" ? zeros : bias;
    case "unit":
      return recurrentKernel;
    case "token":
      // A cell that reads ids has other parameters beside its kernel, an embedding has none.
      return all.some((other) => other !== parameter && placeOf(other).folder === folder) ? kernel : embedding;
    case "unitBelow":
      return kernel;
    default:
      return parameter.rowMeaning satisfies never;
  }
}

function placeOf({ path }: Parameter): { readonly folder: string; readonly name: string } {
  const end = path.lastIndexOf("/") + 1;
  return { folder: path.slice(0, end), name: path.slice(end) };
}

import type { Affine } from "../layers/affine.ts";
import { rowMeaningOf, type Scope, type Source, type StateVariable } from "../layers/layer.ts";
import type { ParameterBlock } from "../memory/ledger.ts";
import type { Gate } from "../memory/parameterInfo.ts";

export interface WeightOptions {
  /** H */
  readonly hiddenSize: number;
  /** P: size of h, where it is not H. */
  readonly stateSize?: number;
  /** Side by side in every kernel and bias, H columns each; null for a cell without gates. */
  readonly gates: readonly Gate[] | null;
  /** How many: 0, 1 or 2. */
  readonly biases: number;
}

/** What cells multiply their input and their own state by, and add: kernel [D, G·H], recurrentKernel [P, G·H], biases [1, G·H]. */
export interface CellWeights {
  readonly kernel: ParameterBlock;
  readonly recurrentKernel: ParameterBlock;
  /** `bias`, `recurrentBias`; as many as there are. */
  readonly biases: readonly ParameterBlock[];
  /** x · kernel + Σ biases. */
  readonly input: Affine;
}

export function declareWeights(scope: Scope, source: Source, options: WeightOptions): CellWeights {
  const { ledger, path } = scope;
  const { hiddenSize, stateSize = hiddenSize, gates } = options;
  const shape = { columns: (gates?.length ?? 1) * hiddenSize, gates, columnMeaning: "unit" } as const;
  const kernel = ledger.parameter({ path: `${path}kernel`, rows: source.size, rowMeaning: rowMeaningOf(source), ...shape });
  const recurrentKernel = ledger.parameter({ path: `${path}recurrentKernel`, rows: stateSize, rowMeaning: "unit", ...shape });
  const biases = ["bias", "recurrentBias"]
    .slice(0, options.biases)
    .map((name) => ledger.parameter({ path: `${path}${name}`, rows: 1, rowMeaning: "none", ...shape }));
  return { kernel, recurrentKernel, biases, input: { kernel, biases } };
}

/** A vector of H numbers a gate, or of H numbers. @param initialValue null for a vector that begins at zero, like a bias. */
export function declareVector(
  { ledger, path }: Scope,
  name: string,
  hiddenSize: number,
  gates: readonly Gate[] | null,
  initialValue: number | null = null,
): ParameterBlock {
  const columns = (gates?.length ?? 1) * hiddenSize;
  return ledger.parameter(
    { path: `${path}${name}`, rows: 1, columns, gates, rowMeaning: "none", columnMeaning: "unit" },
    initialValue,
  );
}

export function declareState({ ledger, path, steps, batch }: Scope, name: "h" | "c", size: number): StateVariable {
  const shape = [steps + 1, batch, size];
  return { name, values: ledger.activation(path + name, shape), gradient: ledger.flow(`${path}d${name}`, shape), size };
}

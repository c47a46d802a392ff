import type { Scope, Source } from "../../layers/layer.ts";
import { type CellWeights, declareWeights } from "../weights.ts";
import { gruGates } from "./gates.ts";
import type { GruOptions } from "./options.ts";
import { CandidateBias, type RecurrentBias, WholeBias } from "./recurrentBias.ts";

interface GruWeights extends Pick<CellWeights, "input" | "recurrentKernel"> {
  /** Where it is not the input's: what r resets, or n's alone. */
  readonly recurrentBias: RecurrentBias | null;
}

/** Without a reset between them, two whole biases come with the input's product. */
export function declareGruWeights(scope: Scope, source: Source, options: GruOptions): GruWeights {
  const { hiddenSize, resetAfter = true, bias = true, separateBiases, recurrentBias = "all" } = options;
  const second = bias && (resetAfter || separateBiases);
  const biases = (bias ? 1 : 0) + (second && recurrentBias === "all" ? 1 : 0);
  const { kernel, recurrentKernel, input, ...declared } = declareWeights(scope, source, { hiddenSize, gates: gruGates, biases });
  if (!second) return { input, recurrentKernel, recurrentBias: null };
  if (recurrentBias === "candidate") return { input, recurrentKernel, recurrentBias: new CandidateBias(scope, hiddenSize) };
  if (!resetAfter) return { input, recurrentKernel, recurrentBias: null };
  const [first, whole] = declared.biases;
  return { input: { kernel, biases: [first!] }, recurrentKernel, recurrentBias: new WholeBias(scope, whole!) };
}

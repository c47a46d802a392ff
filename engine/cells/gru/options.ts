import type { GateActivation, StateActivation } from "../../kernels/activations.ts";
import type { recurrentBiasChoices } from "./recurrentBias.ts";

export interface GruOptions {
  /** H */
  readonly hiddenSize: number;
  /** Whether r acts on the product of h₋ (true, as in PyTorch, cuDNN and Keras' default) or on h₋ itself. True where left out. */
  readonly resetAfter?: boolean;
  /** Whether there are biases. True where left out. */
  readonly bias?: boolean;
  /** Only with `resetAfter: false`, which needs but one; with `resetAfter: true` there are always two. */
  readonly separateBiases?: boolean;
  /** Whose recurrent bias there is, where there are two: that of all three, or the candidate's alone. `all` where left out. */
  readonly recurrentBias?: (typeof recurrentBiasChoices)[number];
  /** Of the candidate n; `tanh` where left out. */
  readonly activation?: StateActivation;
  /** Of r and z; `sigmoid` where left out. */
  readonly recurrentActivation?: GateActivation;
  /** The sums before r, z and n are clipped to ± this (`clip` of ONNX' GRU). */
  readonly gateClip?: number | null;
  /** Probability that a unit of h₋ is dropped where it is multiplied by the recurrent kernel, for a whole sequence. */
  readonly recurrentDropout?: number;
}

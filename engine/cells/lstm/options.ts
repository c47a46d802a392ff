import type { GateActivation } from "../../kernels/activations.ts";

export interface LstmOptions {
  /** H */
  readonly hiddenSize: number;
  /** Added to the forget gate's pre-activation when it runs; not stored in the bias. 0 where left out. */
  readonly forgetBias?: number;
  /** A second bias, `recurrentBias`, trained beside the first, as in PyTorch. */
  readonly separateBiases?: boolean;
  /** Of i, f and o; `sigmoid` where left out. */
  readonly recurrentActivation?: GateActivation;
  /** i and f see c₋, o sees c, each unit its own (`use_peepholes` of TensorFlow's LSTMCell). */
  readonly peepholes?: boolean;
  /** P: h = (o · tanh c) · projectionKernel. */
  readonly projectionSize?: number | null;
  /** c is clipped to ± this before the output reads it (`cell_clip` of TensorFlow's LSTMCell). */
  readonly cellClip?: number | null;
  /** Probability that a unit of h₋ is dropped, for a whole sequence. */
  readonly recurrentDropout?: number;
  /** Probability that a candidate g is dropped, drawn at each step (Semeniuta, Severyn and Barth, 2016). */
  readonly candidateDropout?: number;
}

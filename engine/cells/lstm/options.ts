import { EngineError } from "../../errors/errors.ts";
import type { GateActivation, StateActivation } from "../../kernels/activations.ts";

export interface LstmOptions {
  /** H */
  readonly hiddenSize: number;
  /** Whether there are biases. True where left out. */
  readonly bias?: boolean;
  /** A second bias, `recurrentBias`, trained beside the first, as in PyTorch. */
  readonly separateBiases?: boolean;
  /** Added to the forget gate's pre-activation when it runs; not stored in the bias. 0 where left out. */
  readonly forgetBias?: number;
  /** Of the candidate g; `tanh` where left out. */
  readonly activation?: StateActivation;
  /** Of the state that is read; as `activation` where left out. */
  readonly stateActivation?: StateActivation | null;
  /** Of i, f and o; `sigmoid` where left out. */
  readonly recurrentActivation?: GateActivation;
  /** The sums before i, f, g and o are clipped to ± this (`clip` of ONNX' LSTM). */
  readonly gateClip?: number | null;
  /** f = 1 - i, whatever stands in f's blocks (`input_forget` of ONNX' LSTM). */
  readonly inputForget?: boolean;
  /** i and f see c₋, o sees c, each unit its own (`use_peepholes` of TensorFlow's LSTMCell). */
  readonly peepholes?: boolean;
  /** c is clipped to ± this before the output reads it (`cell_clip` of TensorFlow's LSTMCell). */
  readonly cellClip?: number | null;
  /** P: h = (o · act(c)) · projectionKernel. */
  readonly projectionSize?: number | null;
  /** h is clipped to ± this after the projection (`proj_clip` of TensorFlow's LSTMCell). */
  readonly projectionClip?: number | null;
  /** Probability that a unit of h₋ is dropped, for a whole sequence. */
  readonly recurrentDropout?: number;
  /** Probability that a candidate g is dropped, drawn at each step (Semeniuta, Severyn and Barth, 2016). */
  readonly candidateDropout?: number;
}

/** The activations of an LSTM where options leave them out. */
export function lstmActivations({
  activation = "tanh",
  stateActivation,
  recurrentActivation = "sigmoid",
}: LstmActivationOptions) {
  return { candidate: activation, state: stateActivation ?? activation, gate: recurrentActivation };
}

export type LstmActivationOptions = Pick<LstmOptions, "activation" | "stateActivation" | "recurrentActivation">;

/** What the trace calls the state that is read: `tanhC`, `reluC` … */
export const readStateName = (options: LstmActivationOptions): `${StateActivation}C` => `${lstmActivations(options).state}C`;

/**
 * @param path of the cell.
 * @throws EngineError `badConfiguration` where one option leaves another without a meaning.
 */
export function checkLstm({ inputForget, forgetBias, projectionSize, projectionClip }: LstmOptions, path: string): void {
  const owner = path === "" ? "lstm" : `lstm of ${path}`;
  if (inputForget && forgetBias)
    throw new EngineError(
      "badConfiguration",
      `${owner}: with inputForget f is 1 − i, and has no forgetBias.`,
      "Leave one of them out.",
    );
  if (projectionClip && !projectionSize)
    throw new EngineError("badConfiguration", `${owner}: projectionClip needs a projectionSize.`, "Set both, or neither.");
}

import { gruGates } from "../cells/gru/gru.ts";
import { lstmGates } from "../cells/lstm/gates.ts";
import { peepholeGates } from "../cells/lstm/optionUnits.ts";
import {
  at,
  type CellLayout,
  deepBreathe,
  type ForeignParameter,
  type GateOrder,
  keras,
  pytorch,
  tensorflowBias,
  tensorflowKernel,
  vector,
} from "./layouts.ts";

// Each cell in each layout: which gates stand where.

export const lstmLayoutNames = ["pytorch", "keras", "tensorflow", "deepBreathe"] as const;
export type LstmLayoutName = (typeof lstmLayoutNames)[number];

/** The candidate g is called c in Keras and Deep-Breathe, j in TensorFlow. */
const lstmOrders: Readonly<Record<LstmLayoutName, GateOrder>> = {
  pytorch: { theirs: ["i", "f", "g", "o"], ours: lstmGates },
  keras: { theirs: ["i", "f", "g", "o"], ours: lstmGates },
  tensorflow: { theirs: ["i", "g", "f", "o"], ours: lstmGates },
  deepBreathe: { theirs: ["f", "i", "g", "o"], ours: lstmGates },
};

export interface LstmLayoutOptions {
  readonly peepholes: boolean;
  /** P; null without a projection. */
  readonly projectionSize: number | null;
}

export function lstmLayout(name: LstmLayoutName, { peepholes, projectionSize }: LstmLayoutOptions): CellLayout {
  return {
    separateBiases: name === "pytorch",
    parameters: (D, H) => [
      ...lstmParameters(name, D, H, projectionSize ?? H),
      ...(peepholes ? peepholeVectors(H) : []),
      ...(projectionSize ? [projectionKernel(name, H, projectionSize)] : []),
    ],
  };
}

function lstmParameters(name: LstmLayoutName, D: number, H: number, P: number): ForeignParameter[] {
  const order = lstmOrders[name];
  switch (name) {
    case "pytorch":
      return pytorch(order, D, H, P);
    case "keras":
      return keras(order, false, D, H, P);
    case "tensorflow":
      return [tensorflowKernel(order, D, H, P), tensorflowBias(order, H)];
    case "deepBreathe":
      return [deepBreathe(order, D, H, P)];
    default:
      return name satisfies never;
  }
}

const gateWords = { i: "input", f: "forget", g: "transform", o: "output" } as const;

/** Beyond the shared format: three vectors, as TensorFlow's `w_i_diag`, `w_f_diag`, `w_o_diag`. */
const peepholeVectors = (H: number): ForeignParameter[] =>
  peepholeGates.map((gate, place) => vector(`peephole/${gateWords[gate]}`, H, "peepholes", place));

/** Beyond the shared format: transposed in PyTorch, as all its matrices. */
const projectionKernel = (name: LstmLayoutName, H: number, P: number): ForeignParameter =>
  name === "pytorch"
    ? { name: "weight_hr", shape: [P, H], place: (row, column) => at("projectionKernel", column, row) }
    : { name: "projection/kernel", shape: [H, P], place: (row, column) => at("projectionKernel", row, column) };

/** `tf.contrib.rnn.LayerNormBasicLSTMCell`: one kernel for [x, h], no bias; its transform gate is our g. */
export const layerNormLstmLayout: CellLayout = {
  separateBiases: false,
  parameters: (D, H) => [
    tensorflowKernel(lstmOrders.tensorflow, D, H),
    ...lstmGates.flatMap((gate, place) => [
      vector(`${gateWords[gate]}/gamma`, H, "gamma", place),
      vector(`${gateWords[gate]}/beta`, H, "beta", place),
    ]),
    vector("state/gamma", H, "stateGamma"),
    vector("state/beta", H, "stateBeta"),
  ],
};

export const gruLayoutNames = ["pytorch", "keras"] as const;

/** Keras' h is our n. With `resetAfter` Keras trains two biases too, as two rows of one. */
export function gruLayout(name: (typeof gruLayoutNames)[number], resetAfter: boolean): CellLayout {
  if (name === "pytorch") {
    const order = { theirs: ["r", "z", "n"], ours: gruGates };
    return { separateBiases: true, parameters: (D, H) => pytorch(order, D, H) };
  }
  const order = { theirs: ["z", "r", "n"], ours: gruGates };
  return { separateBiases: resetAfter, parameters: (D, H) => keras(order, resetAfter, D, H) };
}

/** `torch.nn.RNN`. */
export const rnnLayout: CellLayout = {
  separateBiases: true,
  parameters: (D, H) => pytorch({ theirs: [""], ours: [""] }, D, H),
};

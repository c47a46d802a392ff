import { gruGates } from "../cells/gru/gates.ts";
import { lstmGates } from "../cells/lstm/gates.ts";
import { peepholeGates } from "../cells/lstm/optionUnits.ts";
import {
  at,
  type CellLayout,
  deepBreathe,
  type ForeignParameter,
  flax,
  type GateOrder,
  gateVector,
  keras,
  onnx,
  pytorch,
  type Sizes,
  tensorflow,
  vector,
} from "./layouts.ts";

// Each cell in each layout: which gates stand where, and how many biases are trained.

export const lstmLayoutNames = ["pytorch", "keras", "tensorflow", "deepBreathe", "onnx", "flax"] as const;
export type LstmLayoutName = (typeof lstmLayoutNames)[number];

/** The candidate g is called c in Keras, ONNX and Deep-Breathe, j in TensorFlow. */
const lstmOrders: Readonly<Record<LstmLayoutName, GateOrder>> = {
  pytorch: { theirs: ["i", "f", "g", "o"], ours: lstmGates },
  keras: { theirs: ["i", "f", "g", "o"], ours: lstmGates },
  tensorflow: { theirs: ["i", "g", "f", "o"], ours: lstmGates },
  deepBreathe: { theirs: ["f", "i", "g", "o"], ours: lstmGates },
  onnx: { theirs: ["i", "o", "f", "g"], ours: lstmGates },
  flax: { theirs: lstmGates, ours: lstmGates },
};

export interface LstmLayoutOptions {
  readonly bias: boolean;
  readonly peepholes: boolean;
  /** P; null without a projection. */
  readonly projectionSize: number | null;
}

export function lstmLayout(name: LstmLayoutName, { bias, peepholes, projectionSize }: LstmLayoutOptions): CellLayout {
  return {
    biases: { bias, separateBiases: bias && (name === "pytorch" || name === "onnx") },
    parameters: (D, H) => [
      ...lstmParameters(name, { D, H, P: projectionSize ?? H, bias }),
      ...(peepholes ? peepholeVectors(name, H) : []),
      ...(projectionSize ? [projectionKernel(name, H, projectionSize)] : []),
    ],
  };
}

function lstmParameters(name: LstmLayoutName, sizes: Sizes): ForeignParameter[] {
  const order = lstmOrders[name];
  switch (name) {
    case "pytorch":
      return pytorch(order, sizes);
    case "keras":
      return keras(order, false, sizes);
    case "tensorflow":
      return tensorflow(order, sizes);
    case "deepBreathe":
      return deepBreathe(order, sizes);
    case "onnx":
      return onnx(order, sizes);
    case "flax":
      return flax(lstmGates, "h", sizes);
    default:
      return name satisfies never;
  }
}

const gateWords = { i: "input", f: "forget", g: "transform", o: "output" } as const;

/** Three vectors, as TensorFlow's `w_i_diag`, `w_f_diag`, `w_o_diag`; ONNX' one, in its order. */
const peepholeVectors = (name: LstmLayoutName, H: number): ForeignParameter[] =>
  name === "onnx"
    ? [gateVector("P", { theirs: ["i", "o", "f"], ours: peepholeGates }, H, "peepholes")]
    : peepholeGates.map((gate, place) => vector(`peephole/${gateWords[gate]}`, H, "peepholes", place));

/** Transposed in PyTorch, as all its matrices. */
const projectionKernel = (name: LstmLayoutName, H: number, P: number): ForeignParameter =>
  name === "pytorch"
    ? { name: "weight_hr", shape: [P, H], place: (row, column) => at("projectionKernel", column, row) }
    : { name: "projection/kernel", shape: [H, P], place: (row, column) => at("projectionKernel", row, column) };

/** `tf.contrib.rnn.LayerNormBasicLSTMCell`: one kernel for [x, h], no bias; its transform gate is our g. */
export const layerNormLstmLayout: CellLayout = {
  biases: { bias: false, separateBiases: false },
  parameters: (D, H) => [
    ...tensorflow(lstmOrders.tensorflow, { D, H, P: H, bias: false }),
    ...lstmGates.flatMap((gate, place) => [
      vector(`${gateWords[gate]}/gamma`, H, "gamma", place),
      vector(`${gateWords[gate]}/beta`, H, "beta", place),
    ]),
    vector("state/gamma", H, "stateGamma"),
    vector("state/beta", H, "stateBeta"),
  ],
};

export const gruLayoutNames = ["pytorch", "keras", "onnx", "tensorflow", "flax"] as const;
export type GruLayoutName = (typeof gruLayoutNames)[number];

const gruOrder = (...theirs: readonly string[]): GateOrder => ({ theirs, ours: gruGates });

export interface GruLayoutOptions {
  readonly bias: boolean;
  readonly resetAfter: boolean;
}

/** With `resetAfter` Keras trains two biases too, as two rows of one; Flax' second is the candidate's alone. */
export function gruLayout(name: GruLayoutName, { bias, resetAfter }: GruLayoutOptions): CellLayout {
  const two = { pytorch: true, keras: resetAfter, onnx: true, tensorflow: false, flax: true }[name];
  return {
    biases: { bias, separateBiases: bias && two, ...(name === "flax" ? { recurrentBias: "candidate" } : {}) },
    parameters: (D, H) => gruParameters(name, resetAfter, { D, H, P: H, bias }),
  };
}

/** The candidate n is called h in Keras and ONNX, c in TensorFlow, where z is u. */
function gruParameters(name: GruLayoutName, resetAfter: boolean, sizes: Sizes): ForeignParameter[] {
  switch (name) {
    case "pytorch":
      return pytorch(gruOrder("r", "z", "n"), sizes);
    case "keras":
      return keras(gruOrder("z", "r", "n"), resetAfter, sizes);
    case "onnx":
      return onnx(gruOrder("z", "r", "n"), sizes);
    case "tensorflow":
      return [...tensorflow(gruOrder("r", "z"), sizes, "gates/"), ...tensorflow(gruOrder("n"), sizes, "candidate/")];
    case "flax":
      return [...flax(gruGates, "i", sizes), ...(sizes.bias ? [vector("hn/bias", sizes.H, "recurrentBias")] : [])];
    default:
      return name satisfies never;
  }
}

export const rnnLayoutNames = ["pytorch", "keras", "onnx", "tensorflow", "flax"] as const;
export type RnnLayoutName = (typeof rnnLayoutNames)[number];

export function rnnLayout(name: RnnLayoutName, bias: boolean): CellLayout {
  return {
    biases: { bias, separateBiases: bias && (name === "pytorch" || name === "onnx") },
    parameters: (D, H) => rnnParameters(name, { D, H, P: H, bias }),
  };
}

function rnnParameters(name: RnnLayoutName, sizes: Sizes): ForeignParameter[] {
  const order = { theirs: [""], ours: [""] };
  switch (name) {
    case "pytorch":
      return pytorch(order, sizes);
    case "keras":
      return keras(order, false, sizes);
    case "onnx":
      return onnx(order, sizes);
    case "tensorflow":
      return tensorflow(order, sizes);
    case "flax":
      return flax([""], "i", sizes);
    default:
      return name satisfies never;
  }
}

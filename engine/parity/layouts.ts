import { lstmGates } from "../cells/lstm.ts";
import type { Gate } from "../worker/protocol.ts";

/**
 * How other frameworks lay out an LSTM's parameters, and where each of their elements stands in ours. All differences are in this file.
 *
 * Ours: `kernel` [D, 4H], `recurrentKernel` [H, 4H], `bias` [1, 4H] and, with separate biases, `recurrentBias` [1, 4H]; gates i f g o.
 */
export interface CellLayout {
  /** Two biases, each trained. */
  readonly separateBiases: boolean;
  /** Their parameters, for a cell with D inputs and H units. */
  parameters(inputSize: number, hiddenSize: number): readonly ForeignParameter[];
}

export interface ForeignParameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where their element [row, column] is in ours; a vector's elements are rows of one column. */
  place(row: number, column: number): OurPlace;
}

export interface OurPlace {
  readonly parameter: "kernel" | "recurrentKernel" | "bias" | "recurrentBias";
  readonly row: number;
  readonly column: number;
}

const at = (parameter: OurPlace["parameter"], row: number, column: number): OurPlace => ({ parameter, row, column });

/** Our column of the gate unit that is number `index` where the gates stand in the given order, H units each. */
const columnIn =
  (order: readonly Gate[], hiddenSize: number) =>
  (index: number): number =>
    lstmGates.indexOf(order[Math.floor(index / hiddenSize)] as Gate) * hiddenSize + (index % hiddenSize);

/** `torch.nn.LSTM`: y = W x + b, so matrices are ours transposed; gates i f g o. */
const pytorch: CellLayout = {
  separateBiases: true,
  parameters: (D, H) => [
    { name: "weight_ih", shape: [4 * H, D], place: (row, column) => at("kernel", column, row) },
    { name: "weight_hh", shape: [4 * H, H], place: (row, column) => at("recurrentKernel", column, row) },
    { name: "bias_ih", shape: [4 * H], place: (row) => at("bias", 0, row) },
    { name: "bias_hh", shape: [4 * H], place: (row) => at("recurrentBias", 0, row) },
  ],
};

/** `keras.layers.LSTM`: ours by other names; its c is our g. */
const keras: CellLayout = {
  separateBiases: false,
  parameters: (D, H) => [
    { name: "kernel", shape: [D, 4 * H], place: (row, column) => at("kernel", row, column) },
    { name: "recurrent_kernel", shape: [H, 4 * H], place: (row, column) => at("recurrentKernel", row, column) },
    { name: "bias", shape: [4 * H], place: (row) => at("bias", 0, row) },
  ],
};

/** `tf.contrib.rnn.BasicLSTMCell`: one kernel for [x, h]; gates i j f o, where j is our g. */
const tensorflow: CellLayout = {
  separateBiases: false,
  parameters(D, H) {
    const ours = columnIn(["i", "g", "f", "o"], H);
    return [
      {
        name: "kernel",
        shape: [D + H, 4 * H],
        place: (row, column) => (row < D ? at("kernel", row, ours(column)) : at("recurrentKernel", row - D, ours(column))),
      },
      { name: "bias", shape: [4 * H], place: (row) => at("bias", 0, ours(row)) },
    ];
  },
};

/** Deep-Breathe: one matrix for [1, x, h], a row for each gate unit; gates f i c o, where c is our g. */
const deepBreathe: CellLayout = {
  separateBiases: false,
  parameters(D, H) {
    const ours = columnIn(["f", "i", "g", "o"], H);
    const place = (row: number, column: number): OurPlace => {
      if (column === 0) return at("bias", 0, ours(row));
      return column <= D ? at("kernel", column - 1, ours(row)) : at("recurrentKernel", column - 1 - D, ours(row));
    };
    return [{ name: "W", shape: [4 * H, 1 + D + H], place }];
  },
};

export const lstmLayouts = { pytorch, keras, tensorflow, deepBreathe } as const;

/** Visits every element of theirs: its index in their array, and its place in ours. */
export function eachElement(parameter: ForeignParameter, visit: (index: number, ours: OurPlace) => void): void {
  const [rows, columns = 1] = parameter.shape;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) visit(row * columns + column, parameter.place(row, column));
}

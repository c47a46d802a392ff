/**
 * How other frameworks lay out a cell's parameters, and where each of their elements stands in ours: `kernel` [D, G·H], `recurrentKernel`
 * [P, G·H] and `bias` [1, G·H] with G gates, and `recurrentBias` where two are trained. All differences are in this file and in
 * `cellLayouts.ts`. A conversion is a permutation, so gradients and updated weights convert as the weights do, both ways.
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
  /** Within the cell, such as `recurrentKernel`. */
  readonly parameter: string;
  readonly row: number;
  readonly column: number;
}

/** The gates of a cell as they stand in their arrays and in ours, a name each; an empty name for a cell without gates. */
export interface GateOrder {
  readonly theirs: readonly string[];
  readonly ours: readonly string[];
}

export const at = (parameter: string, row: number, column: number): OurPlace => ({ parameter, row, column });

/** Our column of their gate unit number `index`, H units a gate. */
const columnIn =
  ({ theirs, ours }: GateOrder, hiddenSize: number) =>
  (index: number): number =>
    ours.indexOf(theirs[Math.floor(index / hiddenSize)]) * hiddenSize + (index % hiddenSize);

/** A vector of H elements: one block of ours. */
export const vector = (name: string, size: number, parameter: string, block = 0): ForeignParameter => ({
  name,
  shape: [size],
  place: (row) => at(parameter, 0, block * size + row),
});

/** PyTorch: y = W x + b, so matrices are ours transposed; two biases. @param P size of h; H where left out. */
export function pytorch(order: GateOrder, D: number, H: number, P = H): ForeignParameter[] {
  const ours = columnIn(order, H);
  const rows = order.theirs.length * H;
  return [
    { name: "weight_ih", shape: [rows, D], place: (row, column) => at("kernel", column, ours(row)) },
    { name: "weight_hh", shape: [rows, P], place: (row, column) => at("recurrentKernel", column, ours(row)) },
    { name: "bias_ih", shape: [rows], place: (row) => at("bias", 0, ours(row)) },
    { name: "bias_hh", shape: [rows], place: (row) => at("recurrentBias", 0, ours(row)) },
  ];
}

/** Keras: our shapes, by other names; two biases are two rows of one. */
export function keras(order: GateOrder, separateBiases: boolean, D: number, H: number, P = H): ForeignParameter[] {
  const ours = columnIn(order, H);
  const columns = order.theirs.length * H;
  const bias: ForeignParameter = separateBiases
    ? { name: "bias", shape: [2, columns], place: (row, column) => at(row === 0 ? "bias" : "recurrentBias", 0, ours(column)) }
    : { name: "bias", shape: [columns], place: (row) => at("bias", 0, ours(row)) };
  return [
    { name: "kernel", shape: [D, columns], place: (row, column) => at("kernel", row, ours(column)) },
    { name: "recurrent_kernel", shape: [P, columns], place: (row, column) => at("recurrentKernel", row, ours(column)) },
    bias,
  ];
}

/** TensorFlow 1: one kernel for [x, h]. */
export function tensorflowKernel(order: GateOrder, D: number, H: number, P = H): ForeignParameter {
  const ours = columnIn(order, H);
  const place = (row: number, column: number): OurPlace =>
    row < D ? at("kernel", row, ours(column)) : at("recurrentKernel", row - D, ours(column));
  return { name: "kernel", shape: [D + P, order.theirs.length * H], place };
}

export function tensorflowBias(order: GateOrder, H: number): ForeignParameter {
  const ours = columnIn(order, H);
  return { name: "bias", shape: [order.theirs.length * H], place: (row) => at("bias", 0, ours(row)) };
}

/** Deep-Breathe: one matrix for [1, x, h], a row for each gate unit. */
export function deepBreathe(order: GateOrder, D: number, H: number, P = H): ForeignParameter {
  const ours = columnIn(order, H);
  const place = (row: number, column: number): OurPlace => {
    if (column === 0) return at("bias", 0, ours(row));
    return column <= D ? at("kernel", column - 1, ours(row)) : at("recurrentKernel", column - 1 - D, ours(row));
  };
  return { name: "W", shape: [order.theirs.length * H, 1 + D + P], place };
}

/** Visits every element of theirs: its index in their array, and its place in ours. */
export function eachElement(parameter: ForeignParameter, visit: (index: number, ours: OurPlace) => void): void {
  const [rows, columns = 1] = parameter.shape;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) visit(row * columns + column, parameter.place(row, column));
}

/**
 * How other frameworks lay out a cell's parameters, and where each of their elements stands in ours: `kernel` [D, G·H], `recurrentKernel`
 * [P, G·H] and `bias` [1, G·H] with G gates, and `recurrentBias` where two are trained. All differences are in this file and in
 * `cellLayouts.ts`. A conversion is a permutation, so gradients and updated weights convert as the weights do, both ways.
 */
export interface CellLayout {
  /** Options of our cell, so that it trains as many biases as theirs. */
  readonly biases: BiasOptions;
  /** Their parameters, for a cell with D inputs and H units. */
  parameters(inputSize: number, hiddenSize: number): readonly ForeignParameter[];
}

export interface BiasOptions {
  readonly bias: boolean;
  /** Two biases, each trained. */
  readonly separateBiases: boolean;
  /** Of a GRU. */
  readonly recurrentBias?: "candidate";
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

/** D, H, P, which is the size of h, and whether there are biases. */
export interface Sizes {
  readonly D: number;
  readonly H: number;
  readonly P: number;
  readonly bias: boolean;
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

/** A matrix of H columns: one block of ours. */
const block = (name: string, [rows, H]: readonly [number, number], parameter: string, place: number): ForeignParameter => ({
  name,
  shape: [rows, H],
  place: (row, column) => at(parameter, row, place * H + column),
});

/** A vector of all gates, in their order. */
export function gateVector(name: string, order: GateOrder, H: number, parameter: string): ForeignParameter {
  const ours = columnIn(order, H);
  return { name, shape: [order.theirs.length * H], place: (row) => at(parameter, 0, ours(row)) };
}

/** PyTorch and ONNX: y = W x + b, so matrices are ours transposed. */
function transposed(name: string, order: GateOrder, [H, inputs]: readonly [number, number], parameter: string): ForeignParameter {
  const ours = columnIn(order, H);
  return { name, shape: [order.theirs.length * H, inputs], place: (row, column) => at(parameter, column, ours(row)) };
}

/** PyTorch has two biases. */
export const pytorch = (order: GateOrder, { D, H, P, bias }: Sizes): ForeignParameter[] => [
  transposed("weight_ih", order, [H, D], "kernel"),
  transposed("weight_hh", order, [H, P], "recurrentKernel"),
  ...(bias ? [gateVector("bias_ih", order, H, "bias"), gateVector("bias_hh", order, H, "recurrentBias")] : []),
];

/** ONNX has two too, one behind the other, and before each array an axis of directions, which is left out here. */
export function onnx(order: GateOrder, { D, H, P, bias }: Sizes): ForeignParameter[] {
  const ours = columnIn(order, H);
  const size = order.theirs.length * H;
  const place = (row: number): OurPlace => (row < size ? at("bias", 0, ours(row)) : at("recurrentBias", 0, ours(row - size)));
  return [
    transposed("W", order, [H, D], "kernel"),
    transposed("R", order, [H, P], "recurrentKernel"),
    ...(bias ? [{ name: "B", shape: [2 * size], place }] : []),
  ];
}

/** Keras: our shapes, by other names; two biases are two rows of one. */
export function keras(order: GateOrder, separateBiases: boolean, { D, H, P, bias }: Sizes): ForeignParameter[] {
  const ours = columnIn(order, H);
  const columns = order.theirs.length * H;
  const both: ForeignParameter = {
    name: "bias",
    shape: [2, columns],
    place: (row, column) => at(row === 0 ? "bias" : "recurrentBias", 0, ours(column)),
  };
  return [
    { name: "kernel", shape: [D, columns], place: (row, column) => at("kernel", row, ours(column)) },
    { name: "recurrent_kernel", shape: [P, columns], place: (row, column) => at("recurrentKernel", row, ours(column)) },
    ...(bias ? [separateBiases ? both : gateVector("bias", order, H, "bias")] : []),
  ];
}

/** TensorFlow 1: one kernel for [x, h]. @param prefix of the names. */
export function tensorflow(order: GateOrder, { D, H, P, bias }: Sizes, prefix = ""): ForeignParameter[] {
  const ours = columnIn(order, H);
  const place = (row: number, column: number): OurPlace =>
    row < D ? at("kernel", row, ours(column)) : at("recurrentKernel", row - D, ours(column));
  return [
    { name: `${prefix}kernel`, shape: [D + P, order.theirs.length * H], place },
    ...(bias ? [gateVector(`${prefix}bias`, order, H, "bias")] : []),
  ];
}

/** Deep-Breathe: one matrix for [1, x, h], a row for each gate unit; the first column is not there without biases. */
export function deepBreathe(order: GateOrder, { D, H, P, bias }: Sizes): ForeignParameter[] {
  const ours = columnIn(order, H);
  const first = bias ? 1 : 0;
  const place = (row: number, column: number): OurPlace => {
    if (column < first) return at("bias", 0, ours(row));
    const input = column - first;
    return input < D ? at("kernel", input, ours(row)) : at("recurrentKernel", input - D, ours(row));
  };
  return [{ name: "W", shape: [order.theirs.length * H, first + D + P], place }];
}

/** Flax: a kernel for each gate, of x as `ii/kernel` and of h as `hi/kernel`. @param biases such as `h`, whose has the gate's one bias. */
export function flax(gates: readonly string[], biases: "i" | "h", { D, H, P, bias }: Sizes): ForeignParameter[] {
  return gates.flatMap((gate, place) => [
    block(`i${gate}/kernel`, [D, H], "kernel", place),
    block(`h${gate}/kernel`, [P, H], "recurrentKernel", place),
    ...(bias ? [vector(`${biases}${gate}/bias`, H, "bias", place)] : []),
  ]);
}

/** Visits every element of theirs: its index in their array, and its place in ours. */
export function eachElement(parameter: ForeignParameter, visit: (index: number, ours: OurPlace) => void): void {
  const [rows, columns = 1] = parameter.shape;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) visit(row * columns + column, parameter.place(row, column));
}

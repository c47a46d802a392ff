import * as tf from "@tensorflow/tfjs";
import type { CellNetwork, LstmLayout } from "../parityCase.ts";
import { optionsOf } from "../shapes.ts";

/** What a recurrent layer of Keras holds: kernel [D, G·H], recurrent kernel [H, G·H], bias [G·H], with G gates. Their gradients alike. */
export type KerasWeights = readonly [kernel: tf.Tensor, recurrentKernel: tf.Tensor, bias: tf.Tensor];

/** How a cell's weights become Keras' weights, and how gradients of those become gradients in the cell's own layout. */
interface Conversion {
  readonly toKeras: (weight: (name: string) => tf.Tensor) => KerasWeights;
  readonly gradients: (gradients: KerasWeights) => Record<string, tf.Tensor>;
}

/** Keras' own order of an LSTM's gates, as letters: c is the candidate. */
const kerasGates = "ifco";
const lstmGates: Record<LstmLayout, string> = { pytorch: "ifco", keras: "ifco", tensorflow: "icfo", deepBreathe: "fico" };

/** Permutes the gates' blocks of columns. */
function reorder(tensor: tf.Tensor, given: string, wanted: string): tf.Tensor {
  const blocks = tf.split(tensor, given.length, -1);
  return tf.concat(
    [...wanted].map((gate) => blocks[given.indexOf(gate)] as tf.Tensor),
    -1,
  );
}

const reorderAll = ([kernel, recurrent, bias]: KerasWeights, given: string, wanted: string): KerasWeights => [
  reorder(kernel, given, wanted),
  reorder(recurrent, given, wanted),
  reorder(bias, given, wanted),
];

/** The two biases act as their sum; the gradient of a sum is the gradient of each part. */
const pytorch: Conversion = {
  toKeras: (weight) => [
    tf.transpose(weight("weight_ih")),
    tf.transpose(weight("weight_hh")),
    tf.add(weight("bias_ih"), weight("bias_hh")),
  ],
  gradients: ([kernel, recurrent, bias]) => ({
    weight_ih: tf.transpose(kernel),
    weight_hh: tf.transpose(recurrent),
    bias_ih: bias,
    bias_hh: bias.clone(),
  }),
};

const keras: Conversion = {
  toKeras: (weight) => [weight("kernel"), weight("recurrent_kernel"), weight("bias")],
  gradients: ([kernel, recurrent, bias]) => ({ kernel, recurrent_kernel: recurrent, bias }),
};

const tensorflow = (inputs: number): Conversion => ({
  toKeras(weight) {
    const kernel = weight("kernel");
    const hidden = (kernel.shape[0] as number) - inputs;
    return [tf.slice(kernel, 0, inputs), tf.slice(kernel, inputs, hidden), weight("bias")];
  },
  gradients: ([kernel, recurrent, bias]) => ({ kernel: tf.concat([kernel, recurrent], 0), bias }),
});

/** Bias, x and h side by side: transposed, the rows of three Keras weights. */
const deepBreathe = (inputs: number): Conversion => ({
  toKeras(weight) {
    const rows = tf.transpose(weight("W"));
    const hidden = (rows.shape[0] as number) - 1 - inputs;
    return [tf.slice(rows, 1, inputs), tf.slice(rows, 1 + inputs, hidden), tf.reshape(tf.slice(rows, 0, 1), [-1])];
  },
  gradients: ([kernel, recurrent, bias]) => ({
    W: tf.transpose(tf.concat([tf.expandDims(bias, 0), kernel, recurrent], 0)),
  }),
});

function lstmConversion(layout: LstmLayout, inputs: number): Conversion {
  switch (layout) {
    case "pytorch":
      return pytorch;
    case "keras":
      return keras;
    case "tensorflow":
      return tensorflow(inputs);
    case "deepBreathe":
      return deepBreathe(inputs);
    default:
      return layout satisfies never;
  }
}

/** @param inputs D */
export function conversionOf(cell: CellNetwork, inputs: number): Conversion {
  if ("gru" in cell) return keras;
  if (!("lstm" in cell)) return pytorch;
  const { layout, forgetBias = 0 } = cell.lstm;
  const { toKeras, gradients } = lstmConversion(layout, inputs);
  const gates = lstmGates[layout];
  return {
    toKeras(weight) {
      const [kernel, recurrent, bias] = reorderAll(toKeras(weight), gates, kerasGates);
      return [kernel, recurrent, tf.add(bias, onForgetGate(forgetBias, optionsOf(cell).hiddenSize))];
    },
    gradients: (given) => gradients(reorderAll(given, kerasGates, gates)),
  };
}

/** Keras has no forget bias beside the bias: one that is added to it acts the same. [4H] */
const onForgetGate = (bias: number, hidden: number): tf.Tensor =>
  tf.concat([tf.zeros([hidden]), tf.fill([hidden], bias), tf.zeros([2 * hidden])]);

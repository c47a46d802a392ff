import * as tf from "@tensorflow/tfjs";
import { isIds, type ModelDescription, type States, type Step } from "../parityCase.ts";
import { type CellPlace, hiddenStateSize } from "../shapes.ts";
import type { KerasModel } from "./model.ts";
import { toTf } from "./tensors.ts";

export interface Pass {
  /** [N, T, F] */
  readonly outputs: tf.Tensor;
  /** [N, T or 1, V] */
  readonly logits: tf.Tensor;
  /** [h] or [h, c] of each cell, by its path. */
  readonly finalState: ReadonlyMap<string, readonly tf.Tensor[]>;
  readonly loss: tf.Scalar;
}

export function forward(keras: KerasModel, model: ModelDescription, { inputs, targets }: Step, initialState: States): Pass {
  const x = features(keras, model, inputs);
  const finalState = new Map<string, readonly tf.Tensor[]>();
  const outputs = keras.network.run(x, {
    initial: (cell) => stateOf(cell, initialState, x.shape[0] as number),
    final: ({ path }, state) => finalState.set(path, state),
  });
  const time = outputs.shape[1] as number;
  // What Keras hands on without sequences is, for a bidirectional layer, something else: the backward half's final state.
  const read = model.readout === "all" ? outputs : tf.slice(outputs, [0, time - 1, 0], [-1, 1, -1]);
  const logits = keras.dense.apply(read) as tf.Tensor;
  return { outputs, logits, finalState, loss: lossOf(model, logits, targets) };
}

/** [N, T, D] */
function features({ embedding }: KerasModel, { inputSize }: ModelDescription, inputs: Step["inputs"]): tf.Tensor {
  if (!isIds(inputs)) return toTf(inputs);
  const ids = tf.tensor2d(inputs.ids as number[][], undefined, "int32");
  return embedding ? (embedding.apply(ids) as tf.Tensor) : tf.cast(tf.oneHot(ids, inputSize), "float32");
}

function stateOf({ path, cell }: CellPlace, initialState: States, batch: number): tf.Tensor[] {
  const given = initialState[path];
  const zeros = () => tf.zeros([batch, hiddenStateSize(cell)]);
  const h = given ? toTf(given.h) : zeros();
  return "lstm" in cell ? [h, given?.c ? toTf(given.c) : zeros()] : [h];
}

/** The mean over batch and steps, or over all elements. */
function lossOf({ loss, dense }: ModelDescription, logits: tf.Tensor, targets: Step["targets"]): tf.Scalar {
  const wanted = isIds(targets)
    ? tf.oneHot(tf.tensor2d(targets.ids as number[][], undefined, "int32"), dense.units)
    : toTf(targets);
  return loss === "meanSquaredError" ? tf.losses.meanSquaredError(wanted, logits) : tf.losses.softmaxCrossEntropy(wanted, logits);
}

import * as tf from "@tensorflow/tfjs";
import type { Tensor } from "../parityCase.ts";

/** Tensors of a parity case to TensorFlow.js (float32) and back. */

export const toTf = ({ data, shape }: Tensor): tf.Tensor => tf.tensor([...data], [...shape], "float32");

export const fromTf = (tensor: tf.Tensor): Tensor => ({ shape: tensor.shape, data: Array.from(tensor.dataSync()) });

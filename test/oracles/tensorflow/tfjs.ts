import * as tf from "@tensorflow/tfjs";
import type { ParityCase, Question, States, Step, Tensors } from "../parityCase.ts";
import { whyNot } from "./expressible.ts";
import { forward, type Pass } from "./forward.ts";
import { build, gradientsOf, load } from "./model.ts";
import { fromTf, toTf } from "./tensors.ts";

/** float32: outputs are right to about seven digits, and a gradient is a sum over steps and rows of such numbers. */
export const float32Tolerance = { absolute: 2e-6, relative: 2e-5 };

/**
 * The question's first step as Keras' layers in TensorFlow.js compute it, in float32 on the CPU: outputs, loss, final states, gradients. The
 * answer is a whole case of that one step and of plain SGD, whatever the question's optimizer and clipping.
 * @throws Error that says why Keras' layers cannot express the question (`whyNot` tells beforehand).
 */
export async function completeWithTfjs(question: Question): Promise<ParityCase> {
  const reason = whyNot(question);
  if (reason) throw new Error(`TensorFlow.js cannot express "${question.name}": ${reason}.`);
  // Else it recommends a faster package on the console.
  tf.enableProdMode();
  await tf.setBackend("cpu");
  tf.engine().startScope();
  try {
    return firstStep(question);
  } finally {
    tf.disposeVariables();
    tf.engine().endScope();
  }
}

function firstStep(question: Question): ParityCase {
  const { model, weights, initialState = {}, optimizer } = question;
  const [step] = question.steps as [Step];
  const keras = build(model);
  load(keras, weights);
  // Twice: what is computed inside of variableGrads is gone afterwards.
  const { outputs, logits, finalState, loss } = forward(keras, model, step, initialState);
  const { grads } = tf.variableGrads(() => forward(keras, model, step, initialState).loss);
  const gradients = gradientsOf(keras, grads);
  return {
    ...question,
    source: `TensorFlow.js ${tf.version["tfjs-core"]} layers, float32, CPU`,
    dtype: "float32",
    optimizer: { name: "sgd", learningRate: optimizer.learningRate },
    steps: [step],
    expect: {
      losses: [loss.dataSync()[0] as number],
      steps: { 0: { outputs: fromTf(outputs), logits: fromTf(logits), finalState: statesFrom(finalState), gradients } },
      weights: moved(weights, gradients, optimizer.learningRate),
    },
    tolerance: float32Tolerance,
  };
}

function moved(weights: Tensors, gradients: Tensors, rate: number): Tensors {
  const move = (path: string) => fromTf(tf.sub(toTf(weights[path]!), tf.mul(toTf(gradients[path]!), rate)));
  return Object.fromEntries(Object.keys(weights).map((path) => [path, move(path)]));
}

const statesFrom = (states: Pass["finalState"]): States =>
  Object.fromEntries([...states].map(([path, [h, c]]) => [path, c ? { h: fromTf(h!), c: fromTf(c) } : { h: fromTf(h!) }]));

/**
 * Times whole training steps of TensorFlow.js' LSTM layers, as `pytorch.py` does PyTorch's. WebAssembly with SIMD where it has all
 * gradients, the CPU backend for the embedding, whose gradient WebAssembly lacks.
 */
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { secondsPerStep } from "./measure.ts";
import { clipNorm, learningRate, type Workload } from "./workloads.ts";

const optimizers = {
  sgd: () => tf.train.sgd(learningRate),
  adam: () => tf.train.adam(learningRate),
  adagrad: () => tf.train.adagrad(learningRate),
} as const;

function modelOf({ batch, steps, vocabulary, hidden, layers, embedding, kind }: Workload): tf.Sequential {
  if (kind === "layerNormLstm") throw new Error("TensorFlow.js has no layer-normalized LSTM.");
  const model = tf.sequential();
  const batchInputShape = embedding ? [batch, steps] : [batch, steps, vocabulary];
  if (embedding) model.add(tf.layers.embedding({ inputDim: vocabulary, outputDim: embedding, batchInputShape }));
  for (let layer = 0; layer < layers; layer++) {
    const place = layer === 0 && !embedding ? { batchInputShape } : {};
    const options = { units: hidden, returnSequences: true, recurrentActivation: "sigmoid" } as const;
    // Keras' usual orthogonal initializer takes a minute for a large layer.
    const args = { ...options, recurrentInitializer: "glorotUniform" } as const;
    if (kind === "bidirectional") {
      const layer = tf.layers.lstm(args) as tf.RNN;
      model.add(tf.layers.bidirectional({ layer, mergeMode: "concat", ...place }));
    } else model.add(tf.layers[kind === "gru" ? "gru" : "lstm"]({ ...args, ...place }));
  }
  model.add(tf.layers.dense({ units: vocabulary }));
  return model;
}

function trainingStep(workload: Workload): () => void {
  const { batch, steps, vocabulary, embedding, optimizer } = workload;
  const model = modelOf(workload);
  const ids = () => Array.from({ length: batch * steps }, () => Math.floor(Math.random() * vocabulary));
  const inputIds = tf.tensor(ids(), [batch, steps], "int32");
  const inputs = embedding ? inputIds : tf.oneHot(inputIds as tf.Tensor1D, vocabulary).toFloat();
  const targets = tf.tensor1d(ids(), "int32");
  const rule = optimizers[optimizer as keyof typeof optimizers]();
  const lossOf = () => {
    const logits = (model.apply(inputs, { training: true }) as tf.Tensor).reshape([batch * steps, vocabulary]);
    return tf.losses.softmaxCrossEntropy(tf.oneHot(targets, vocabulary), logits) as tf.Scalar;
  };
  return () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(lossOf);
      const norm = tf.sqrt(tf.addN(Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)))));
      const scale = tf.minimum(1, tf.div(clipNorm, norm));
      rule.applyGradients(Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.mul(gradient, scale)])));
      value.dataSync();
    });
}

setWasmPaths(`${dirname(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm")))}/`);
console.warn = () => undefined;
console.log(JSON.stringify({ version: tf.version.tfjs }));
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line) as Workload & { readonly milliseconds: number };
  const backend = asked.embedding ? "cpu" : "wasm";
  try {
    await tf.setBackend(backend);
    await tf.ready();
    console.log(JSON.stringify({ backend, secondsPerStep: secondsPerStep(trainingStep(asked), asked) }));
  } catch (error) {
    console.log(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
  }
}

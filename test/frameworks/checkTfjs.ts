import { deepEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { ModelSource, WrittenFile } from "../../engine/containers/tensors/container.ts";
import { tfjs, writeTfjs } from "../../engine/containers/tfjs/tfjs.ts";

/** TensorFlow.js opens what we write of a model, and both compute the same; it unpacks weights as we do: `node test/frameworks/checkTfjs.ts`. */
const fixtures = join(import.meta.dirname, "..", "unit", "containers", "fixtures");

function sourceOf(folder: string): ModelSource {
  const sibling = (name: string) => Uint8Array.from(readFileSync(join(fixtures, folder, name)));
  return { name: "model.json", bytes: sibling("model.json"), sibling };
}

/** What TensorFlow.js makes of a model's files. */
function artifactsOf(files: readonly WrittenFile[]): tf.io.ModelArtifacts {
  const { weightsManifest, ...model } = JSON.parse(new TextDecoder().decode(files[0]!.bytes));
  const shards = files.slice(1).map(({ bytes }) => Uint8Array.from(bytes).buffer);
  return {
    ...model,
    weightSpecs: weightsManifest.flatMap((group: tf.io.WeightsManifestConfig[number]) => group.weights),
    weightData: shards,
  };
}

const filesOf = (folder: string): WrittenFile[] =>
  ["model.json", ...readdirSync(join(fixtures, folder)).filter((name) => name.endsWith(".bin"))].map((name) => ({
    name,
    bytes: readFileSync(join(fixtures, folder, name)),
  }));

async function computed(files: readonly WrittenFile[]): Promise<Iterable<number>> {
  const model = await tf.loadLayersModel(tf.io.fromMemory(artifactsOf(files)));
  return (model.predict(tf.tensor2d([[5, 1, 4, 5, 6]], [1, 5], "int32")) as tf.Tensor).dataSync();
}

const folder = "tfjs-lstm-two-shards";
deepEqual(await computed(writeTfjs(tfjs.read(sourceOf(folder)), "model.json", 700)), await computed(filesOf(folder)));
console.log(`ok    ${folder}: TensorFlow.js ${tf.version.tfjs} computes the same`);

const packed = "tfjs-quantized";
const { weightSpecs = [], weightData } = artifactsOf(filesOf(packed));
const theirs = tf.io.decodeWeights(weightData!, weightSpecs);
for (const tensor of tfjs.read(sourceOf(packed)).tensors)
  deepEqual([...(tensor.read() as Iterable<number>)], [...theirs[tensor.name]!.dataSync()]);
console.log(`ok    ${packed}: unpacked as TensorFlow.js ${tf.version.tfjs} does`);

import type { FileBytes } from "../bytes/fileBytes.ts";
import { isJsonObject } from "../bytes/json.ts";
import { type Dtype, dtypes } from "../tensors/dtypes.ts";
import { checkedShape, elementsOf } from "../tensors/tensor.ts";

/** Shards, and the weights that lie in their stream one behind the other. */
export interface Group {
  readonly paths: readonly string[];
  readonly weights: readonly Weight[];
}

export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  /** When it has been unpacked. */
  readonly dtype: "float32" | "int32" | "bool";
  /** As it lies in the stream. */
  readonly stored: Dtype;
  /** Of whole numbers that stand for floats: w = q · scale + min. */
  readonly scale: number;
  readonly min: number;
  readonly bytes: number;
}

const weightDtypes = ["float32", "int32", "bool"] as const;
const packedDtypes = ["uint8", "uint16", "float16"] as const;

/** `weightsManifest` of a model.json (tfjs-core's `WeightsManifestConfig`). */
export function readManifest(file: FileBytes, manifest: unknown): readonly Group[] {
  if (!Array.isArray(manifest)) file.fail("it has no weightsManifest that is a list");
  const groups = manifest.map((group) => readGroup(file, group));
  const names = new Set<string>();
  const paths = new Set<string>();
  for (const group of groups) {
    for (const { name } of group.weights) once(file, names, name, "two weights");
    for (const path of group.paths) once(file, paths, path, "twice the shard");
  }
  return groups;
}

function once(file: FileBytes, seen: Set<string>, name: string, told: string): void {
  if (seen.has(name)) file.fail(`its weightsManifest has ${told} ${name}`);
  seen.add(name);
}

function readGroup(file: FileBytes, group: unknown): Group {
  const { paths, weights } = isJsonObject(group) ? group : {};
  if (!isTexts(paths) || !Array.isArray(weights)) file.fail("a group of its weightsManifest lacks paths or weights");
  return { paths, weights: weights.map((weight) => readWeight(file, weight)) };
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

function readWeight(file: FileBytes, weight: unknown): Weight {
  const { name, shape: given, dtype: named, quantization = null } = isJsonObject(weight) ? weight : {};
  if (typeof name !== "string") file.fail("a weight of its weightsManifest has no name");
  const place = `weight ${name}`;
  const shape = checkedShape(file, given, place);
  const dtype = weightDtypes.find((known) => known === named) ?? refuseDtype(file, place, named);
  const { stored, scale, min } = quantization === null ? { stored: dtype, scale: 1, min: 0 } : packing(file, place, quantization);
  return { name, shape, dtype, stored, scale, min, bytes: elementsOf(shape) * dtypes[stored].bytes };
}

function refuseDtype(file: FileBytes, place: string, dtype: unknown): never {
  file.fail(
    `${place} is of the type ${JSON.stringify(dtype)}, which is not read`,
    `Save it as one of ${weightDtypes.join(", ")}.`,
  );
}

function packing(file: FileBytes, place: string, quantization: unknown): Pick<Weight, "stored" | "scale" | "min"> {
  const { dtype, scale = 1, min = 0 } = isJsonObject(quantization) ? quantization : {};
  const stored = packedDtypes.find((known) => known === dtype);
  if (stored === undefined || !Number.isFinite(scale) || !Number.isFinite(min))
    file.fail(
      `${place} has the quantization ${JSON.stringify(quantization)}; known are ${packedDtypes.join(", ")} with scale and min`,
    );
  return { stored, scale: scale as number, min: min as number };
}

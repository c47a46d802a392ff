import { decodeUtf8, encodeUtf8 } from "../../text/utf8.ts";
import { FileBytes } from "../bytes/fileBytes.ts";
import { parseJsonObject } from "../bytes/json.ts";
import type { Attributes, Container, ContainerFormat, ModelSource, WrittenContent, WrittenFile } from "../tensors/container.ts";
import { decodeNumbers, type Numbers } from "../tensors/dtypes.ts";
import { type StoredTensor, storedBytes } from "../tensors/tensor.ts";
import { type Group, readManifest, type Weight } from "./manifest.ts";
import { openShards, ShardStream } from "./shards.ts";

/**
 * TensorFlow.js' models: `model.json` with the layers and a list of weights, and the weights' bytes in files beside it. The attributes are all that
 * model.json has beside that list: `modelTopology`, `format`, `generatedBy` and so on.
 */
export const tfjs: ContainerFormat = {
  name: "tfjs",
  title: "TensorFlow.js model",
  endings: ["model.json"],
  detect: ({ bytes }) => bytes[0] === 0x7b && (decodeUtf8(bytes)?.includes(`"${manifestKey}"`) ?? false),
  beside: (source) => open(source).groups.flatMap(({ paths }) => paths),
  read,
  write: (content, name) => writeTfjs(content, name),
};

const manifestKey = "weightsManifest";
/** Of a shard, as the converter cuts: browsers keep files of this size. */
const defaultShardBytes = 4 * 2 ** 20;

interface Opened {
  readonly file: FileBytes;
  readonly groups: readonly Group[];
  readonly attributes: Attributes;
}

function open({ name, bytes }: ModelSource): Opened {
  const file = new FileBytes(name, bytes);
  const { [manifestKey]: manifest, ...attributes } = parseJsonObject(file, bytes, "the file");
  return { file, groups: readManifest(file, manifest), attributes };
}

function read(source: ModelSource): Container {
  const { file, groups, attributes } = open(source);
  const tensors = groups.flatMap((group) => tensorsOf(file, group, openShards(file, group.paths, source)));
  return { format: tfjs.name, tensors, attributes, warnings: [] };
}

function tensorsOf(file: FileBytes, { paths, weights }: Group, stream: ShardStream): StoredTensor[] {
  let end = 0;
  const tensors = weights.map((weight) => {
    const begin = end;
    end += weight.bytes;
    if (end > stream.length)
      file.fail(`weight ${weight.name} ends at byte ${end} of ${paths.join(", ")}, which have ${stream.length} bytes`);
    const { name, shape, dtype, bytes } = weight;
    return { name, shape, dtype, read: () => unpacked(weight, stream.part(begin, bytes)) };
  });
  if (end < stream.length)
    file.fail(`${paths.join(", ")} have ${stream.length} bytes, and the weights are ${end}: they are another model's`);
  return tensors;
}

/** Computed in float64 and rounded, as TensorFlow.js does. */
function unpacked({ dtype, stored, scale, min }: Weight, bytes: Uint8Array): Numbers {
  const numbers = decodeNumbers(bytes, stored);
  if (stored !== "uint8" && stored !== "uint16") return numbers;
  if (dtype === "float32") return Float32Array.from(numbers as Uint16Array, (q) => q * scale + min);
  return Int32Array.from(numbers as Uint16Array, (q) => Math.round(q * scale + min));
}

/** @param content with the attribute `modelTopology`. @param shardBytes of the largest file. */
export function writeTfjs(
  { tensors, attributes = {} }: WrittenContent,
  name: string,
  shardBytes = defaultShardBytes,
): readonly WrittenFile[] {
  const stream = new ShardStream(tensors.map(storedBytes));
  const count = Math.max(1, Math.ceil(stream.length / shardBytes));
  const shards = Array.from({ length: count }, (_, i) => {
    const begin = i * shardBytes;
    return { name: `group1-shard${i + 1}of${count}.bin`, bytes: stream.part(begin, Math.min(shardBytes, stream.length - begin)) };
  });
  const manifest = [{ paths: shards.map((shard) => shard.name), weights: tensors.map(weightEntry) }];
  const model = { format: "layers-model", ...attributes, [manifestKey]: manifest };
  return [{ name, bytes: encodeUtf8(JSON.stringify(model)) }, ...shards];
}

function weightEntry({ name, shape, dtype }: StoredTensor): unknown {
  if (dtype === "float16")
    return { name, shape, dtype: "float32", quantization: { dtype: "float16", original_dtype: "float32" } };
  if (dtype !== "float32" && dtype !== "int32" && dtype !== "bool")
    throw new RangeError(`TensorFlow.js has no ${dtype}: convert ${name} to float32 first.`);
  return { name, shape, dtype };
}

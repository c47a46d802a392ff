import { unreadable } from "./bytes/problem.ts";
import { hdf5 } from "./hdf5/hdf5.ts";
import { keras } from "./keras/keras.ts";
import { npy, npz } from "./npy/npz.ts";
import { onnx } from "./onnx/onnx.ts";
import { safetensors } from "./safetensors/safetensors.ts";
import type { Container, ContainerFormat, ModelSource } from "./tensors/container.ts";
import { tfjs } from "./tfjs/tfjs.ts";
import { torch } from "./torch/torch.ts";

/** All formats of model files, those that are told most surely first. */
export const containerFormats: readonly ContainerFormat[] = [hdf5, keras, torch, npz, npy, tfjs, safetensors, onnx];

/**
 * The format of a file: by its bytes, whatever it is called; where they are of none, because they are damaged, by its name.
 *
 * @throws EngineError `badModelFile` where neither tells.
 */
export function formatOf(source: ModelSource): ContainerFormat {
  const found = containerFormats.find((format) => format.detect(source)) ?? formatNamed(source.name);
  if (found !== undefined) return found;
  throw unreadable(
    source.name,
    "it is no model file of a known format",
    `Known are ${containerFormats.map(({ title, endings }) => `${title} (${endings.join(", ")})`).join(", ")}.`,
  );
}

/** The format that has a file name's ending; undefined where none has. */
export function formatNamed(name: string): ContainerFormat | undefined {
  const lower = name.toLowerCase();
  return containerFormats.find(({ endings }) => endings.some((ending) => lower.endsWith(ending)));
}

/** Reads a model file of any format. @throws EngineError `badModelFile` saying what is wrong, and where. */
export const readContainer = (source: ModelSource): Container => formatOf(source).read(source);

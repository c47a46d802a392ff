import { formatOf } from "../containers/containers.ts";
import type { Container, ModelSource } from "../containers/tensors/container.ts";
import { importFlax, isFlax } from "./flax.ts";
import type { ImportedModel } from "./importedModel.ts";
import { Importing } from "./importing.ts";
import { importKerasArchive, importKerasHdf5, importTfjs } from "./kerasFiles.ts";
import { importNumpy, isNumpy } from "./numpy.ts";
import { importOnnx } from "./onnx.ts";
import { importPytorch, isPytorch } from "./pytorch.ts";
import { importTensorflow, isTensorflow } from "./tensorflow.ts";

/**
 * A model file of another framework as a network in the language of parity cases, with its weights in their framework's layout.
 *
 * @throws EngineError `badModelFile` saying what is wrong with the file, or what in it is no network that is known here.
 */
export function importModel(source: ModelSource): ImportedModel {
  const format = formatOf(source);
  return importContainer(source.name, format.read(source));
}

export function importContainer(name: string, container: Container): ImportedModel {
  const importing = new Importing(name, container);
  switch (container.format) {
    case "keras":
      return importKerasArchive(importing);
    case "hdf5":
      return importKerasHdf5(importing);
    case "tfjs":
      return importTfjs(importing);
    case "onnx":
      return importOnnx(importing);
    default:
      return importTensors(importing);
  }
}

/** Tensors alone: their names tell whose they are. */
function importTensors(importing: Importing): ImportedModel {
  const { tensors } = importing.container;
  if (isPytorch(tensors)) return importPytorch(importing);
  if (isTensorflow(tensors)) return importTensorflow(importing);
  if (isNumpy(tensors)) return importNumpy(importing);
  if (isFlax(tensors)) return importFlax(importing);
  return importing.fail(
    `there is no recurrent layer in it by names that are known: it has ${tensors
      .map(({ name }) => name)
      .slice(0, 8)
      .join(", ")}`,
  );
}

import type { Container, ContainerFormat, ModelSource, WrittenContent, WrittenFile } from "../tensors/container.ts";
import type { OnnxGraph, OnnxModel } from "./model.ts";
import { externalFiles, readOnnx } from "./read.ts";
import { writeOnnx } from "./write.ts";

/** ONNX models. The tensors are the graph's initializers; the attributes are the {@link OnnxModel}, with all nodes as they are. */
export const onnx: ContainerFormat = {
  name: "onnx",
  title: "ONNX model",
  endings: [".onnx"],
  detect,
  beside: externalFiles,
  read,
  write,
};

/** `irVersion` first, as all writers do, and then another field of the model. */
function detect({ bytes }: ModelSource): boolean {
  const [tag, version = 0, next = 0] = bytes;
  return tag === 0x08 && version > 0 && version < 64 && [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(next);
}

function read(source: ModelSource): Container {
  const { model, warnings } = readOnnx(source);
  return { format: onnx.name, tensors: model.graph.initializers, attributes: { ...model }, warnings };
}

/** @param content with the attributes of {@link OnnxModel}; its tensors become the graph's initializers. */
function write({ tensors, attributes = {} }: WrittenContent, name: string): readonly WrittenFile[] {
  const { graph, ...model } = attributes as Partial<OnnxModel>;
  if (graph === undefined) throw new RangeError("An ONNX model needs the attribute graph.");
  const whole: OnnxGraph = { ...graph, initializers: tensors };
  const defaults = { irVersion: 8, producerName: "", producerVersion: "", opsets: { "": 17 }, metadata: {} };
  return [{ name, bytes: writeOnnx({ ...defaults, ...model, graph: whole }) }];
}

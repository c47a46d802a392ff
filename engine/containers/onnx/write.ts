import { encodeUtf8 } from "../../text/utf8.ts";
import { encodeMessage } from "../protobuf/encode.ts";
import { packVarints } from "../protobuf/packed.ts";
import type { Message } from "../protobuf/schema.ts";
import { encodeNumbers } from "../tensors/dtypes.ts";
import { type StoredTensor, storedBytes } from "../tensors/tensor.ts";
import { elementTypeOf, type OnnxAttribute, type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxValue } from "./model.ts";
import { modelProto } from "./schema.ts";

/** A protocol buffer cannot be longer. */
const largest = 2 ** 31 - 1;

/** @throws RangeError for what is too large, or of a type that was not read. */
export function writeOnnx(model: OnnxModel): Uint8Array {
  const bytes = encodeMessage(modelProto, {
    irVersion: model.irVersion,
    producerName: model.producerName,
    producerVersion: model.producerVersion,
    graph: graphMessage(model.graph),
    opsets: Object.entries(model.opsets).map(([domain, version]) => ({ domain, version })),
    metadata: Object.entries(model.metadata).map(([key, value]) => ({ key, value })),
  });
  if (bytes.length > largest) throw new RangeError(`An ONNX file cannot have ${bytes.length} bytes.`);
  return bytes;
}

const graphMessage = ({ name, nodes, initializers, inputs, outputs }: OnnxGraph): Message => ({
  name,
  nodes: nodes.map(nodeMessage),
  initializers: initializers.map(tensorMessage),
  inputs: inputs.map(valueMessage),
  outputs: outputs.map(valueMessage),
});

const nodeMessage = ({ name, opType, domain, inputs, outputs, attributes }: OnnxNode): Message => ({
  ...(name === "" ? {} : { name }),
  ...(domain === "" ? {} : { domain }),
  opType,
  inputs,
  outputs,
  attributes: Object.entries(attributes).map(([key, attribute]) => ({ name: key, ...attributeMessage(key, attribute) })),
});

/** The field and the number of each type (AttributeProto). */
function attributeMessage(name: string, { kind, value }: OnnxAttribute): Message {
  switch (kind) {
    case "float":
      return { type: 1, f: value };
    case "int":
      return { type: 2, i: value };
    case "text":
      return { type: 3, s: encodeUtf8(value) };
    case "tensor":
      return { type: 4, t: tensorMessage(value) };
    case "graph":
      return { type: 5, g: graphMessage(value) };
    case "floats":
      return { type: 6, floats: encodeNumbers(Float32Array.from(value), "float32") };
    case "ints":
      return { type: 7, ints: packVarints(value) };
    case "texts":
      return { type: 8, strings: value.map(encodeUtf8) };
    default:
      throw new RangeError(`The attribute ${name} is of type ${value}, which cannot be written.`);
  }
}

const tensorMessage = (tensor: StoredTensor): Message => ({
  name: tensor.name,
  dims: packVarints(tensor.shape),
  type: elementTypeOf(tensor.dtype),
  raw: storedBytes(tensor),
});

function valueMessage({ name, dtype, shape }: OnnxValue): Message {
  if (dtype === null) return { name };
  const axes = shape?.map((axis) => (typeof axis === "number" ? { length: axis } : axis === null ? {} : { name: axis }));
  return { name, type: { tensor: { element: elementTypeOf(dtype), ...(axes && { shape: { axes } }) } } };
}

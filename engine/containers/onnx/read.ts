import { decodeUtf8 } from "../../text/utf8.ts";
import { Cursor } from "../bytes/cursor.ts";
import { FileBytes, latin1 } from "../bytes/fileBytes.ts";
import { decodeMessage } from "../protobuf/decode.ts";
import { type PackedNumbers, packedBytes, readVarints } from "../protobuf/packed.ts";
import type { Message } from "../protobuf/schema.ts";
import type { ModelSource } from "../tensors/container.ts";
import { decodeNumbers } from "../tensors/dtypes.ts";
import type { StoredTensor } from "../tensors/tensor.ts";
import { externalLocation } from "./external.ts";
import { elementTypes, type OnnxAttribute, type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxValue } from "./model.ts";
import { modelProto } from "./schema.ts";
import { holdsTexts, readTensor } from "./tensor.ts";

/** What is needed to read a part: the file, those beside it, and a list for what was left out. */
interface Reading {
  readonly file: FileBytes;
  readonly source: ModelSource;
  readonly warnings: string[];
}

type Messages = readonly Message[] | undefined;

const decode = (file: FileBytes): Message => decodeMessage(new Cursor(file, "the model"), modelProto);

export function readOnnx(source: ModelSource): { readonly model: OnnxModel; readonly warnings: readonly string[] } {
  const reading: Reading = { file: new FileBytes(source.name, source.bytes), source, warnings: [] };
  const { graph, ...rest } = decode(reading.file);
  if (graph === undefined) reading.file.fail("it has no graph: it is no ONNX model");
  const model = {
    irVersion: Number(rest.irVersion ?? 0),
    producerName: (rest.producerName as string) ?? "",
    producerVersion: (rest.producerVersion as string) ?? "",
    opsets: Object.fromEntries(list(rest.opsets).map(({ domain = "", version = 0 }) => [domain as string, Number(version)])),
    metadata: Object.fromEntries(list(rest.metadata).map(({ key = "", value = "" }) => [key as string, value as string])),
    graph: readGraph(reading, graph as Message),
  };
  return { model, warnings: reading.warnings };
}

/** Names of the files that hold numbers of this one. */
export function externalFiles({ name, bytes }: ModelSource): readonly string[] {
  const file = new FileBytes(name, bytes);
  const { graph } = decode(file);
  const outside = list((graph as Message | undefined)?.initializers).filter(({ location }) => location === 1);
  return [...new Set(outside.map((tensor) => externalLocation(file, `tensor ${tensor.name}`, list(tensor.external))))];
}

const list = (messages: unknown): readonly Message[] => (messages as Messages) ?? [];
const texts = (value: unknown): readonly string[] => (value as readonly string[] | undefined) ?? [];

function readGraph(reading: Reading, graph: Message): OnnxGraph {
  const { file, warnings } = reading;
  const name = (graph.name as string) ?? "";
  if (graph.sparse !== undefined) warnings.push(`sparse tensors of graph ${name} were not read.`);
  const initializers = list(graph.initializers).filter((tensor) => !isText(tensor, warnings));
  const tensors = initializers.map((tensor) => readTensor(file, tensor, reading.source, "a tensor without a name"));
  checkNames(file, tensors);
  return {
    name,
    nodes: list(graph.nodes).map((node) => readNode(reading, node)),
    initializers: tensors,
    inputs: list(graph.inputs).map(readValue),
    outputs: list(graph.outputs).map(readValue),
  };
}

function isText(tensor: Message, warnings: string[]): boolean {
  if (!holdsTexts(tensor)) return false;
  warnings.push(`tensor ${tensor.name} was not read: it holds texts.`);
  return true;
}

function checkNames(file: FileBytes, tensors: readonly StoredTensor[]): void {
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (names.has(name)) file.fail(`it has two tensors ${name}`);
    names.add(name);
  }
}

function readNode(reading: Reading, node: Message): OnnxNode {
  const name = (node.name as string) ?? "";
  const opType = (node.opType as string) ?? "";
  const place = `node ${name || opType}`;
  const attributes = new Map<string, OnnxAttribute>();
  for (const attribute of list(node.attributes)) {
    const key = (attribute.name as string) ?? "";
    if (attributes.has(key)) reading.file.fail(`${place} has the attribute ${key} twice`);
    attributes.set(key, readAttribute(reading, attribute, `${key} of ${place}`));
  }
  const domain = (node.domain as string) ?? "";
  return {
    name,
    opType,
    domain,
    inputs: texts(node.inputs),
    outputs: texts(node.outputs),
    attributes: Object.fromEntries(attributes),
  };
}

/** By its type (AttributeProto.AttributeType); a value that is not there is zero or empty. */
function readAttribute(reading: Reading, attribute: Message, place: string): OnnxAttribute {
  const { file, source } = reading;
  const type = Number(attribute.type ?? 0);
  switch (type) {
    case 1:
      return { kind: "float", value: (attribute.f as number) ?? 0 };
    case 2:
      return { kind: "int", value: (attribute.i as number) ?? 0 };
    case 3:
      return { kind: "text", value: textOf((attribute.s as Uint8Array) ?? new Uint8Array(0)) };
    case 4: {
      const tensor = (attribute.t as Message) ?? file.fail(`${place} is a tensor that is not there`);
      return isText(tensor, reading.warnings)
        ? { kind: "other", value: type }
        : { kind: "tensor", value: readTensor(file, tensor, source, place) };
    }
    case 5:
      return {
        kind: "graph",
        value: readGraph(reading, (attribute.g as Message) ?? file.fail(`${place} is a graph that is not there`)),
      };
    case 6:
      return { kind: "floats", value: readFloats(file, attribute.floats as PackedNumbers, place) };
    case 7:
      return { kind: "ints", value: Array.from(readVarints(attribute.ints as PackedNumbers), small) };
    case 8:
      return { kind: "texts", value: ((attribute.strings as readonly Uint8Array[]) ?? []).map(textOf) };
    default:
      return { kind: "other", value: type };
  }
}

const textOf = (bytes: Uint8Array): string => decodeUtf8(bytes) ?? latin1(bytes);
const small = (value: bigint): number | bigint => (Number.isSafeInteger(Number(value)) ? Number(value) : value);

function readFloats(file: FileBytes, numbers: PackedNumbers, place: string): readonly number[] {
  const bytes = packedBytes(numbers);
  if (bytes.length % 4 !== 0) file.fail(`${place} has ${bytes.length} bytes of floats`);
  return Array.from(decodeNumbers(bytes, "float32"), Number);
}

function readValue(value: Message): OnnxValue {
  const tensor = (value.type as Message | undefined)?.tensor as Message | undefined;
  const shape = tensor?.shape as Message | undefined;
  const axes =
    shape && list(shape.axes).map(({ length, name }) => (length === undefined ? ((name as string) ?? null) : Number(length)));
  return { name: (value.name as string) ?? "", dtype: elementTypes[Number(tensor?.element ?? 0)] ?? null, shape: axes ?? null };
}

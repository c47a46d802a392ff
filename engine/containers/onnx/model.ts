import type { Dtype } from "../tensors/dtypes.ts";
import type { StoredTensor } from "../tensors/tensor.ts";

/** An ONNX model as plain data: a list of nodes, in an order in which they can be computed. Nothing of it is interpreted here. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  /** Versions of the operators by their domain; ONNX' own is "". */
  readonly opsets: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly graph: OnnxGraph;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  /** Of the model's graph these are the container's tensors. */
  readonly initializers: readonly StoredTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly name: string;
  /** Such as `LSTM`, `Constant`. */
  readonly opType: string;
  readonly domain: string;
  /** Names of values; "" for an input or an output that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export type OnnxAttribute =
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "int"; readonly value: number | bigint }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "tensor"; readonly value: StoredTensor }
  | { readonly kind: "graph"; readonly value: OnnxGraph }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "ints"; readonly value: readonly (number | bigint)[] }
  | { readonly kind: "texts"; readonly value: readonly string[] }
  /** Of a type that is not read here. */
  | { readonly kind: "other"; readonly value: number };

/** A value that a graph takes or gives. */
export interface OnnxValue {
  readonly name: string;
  /** Null where it is no tensor of numbers. */
  readonly dtype: Dtype | null;
  /** A length, a name of one that may vary, or null for an axis of which nothing is known; null where the shape is not told. */
  readonly shape: readonly (number | string | null)[] | null;
}

/** Numbers of element types in TensorProto.DataType. */
export const elementTypes: Readonly<Record<number, Dtype>> = {
  1: "float32",
  2: "uint8",
  3: "int8",
  4: "uint16",
  5: "int16",
  6: "int32",
  7: "int64",
  9: "bool",
  10: "float16",
  11: "float64",
  12: "uint32",
  13: "uint64",
  16: "bfloat16",
};

/** Of those that are not read: for the error. */
export const otherElementTypes: Readonly<Record<number, string>> = { 8: "texts", 14: "complex64", 15: "complex128" };

export const elementTypeOf = (dtype: Dtype): number =>
  Number(Object.keys(elementTypes).find((type) => elementTypes[Number(type)] === dtype));

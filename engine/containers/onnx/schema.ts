import { many, one, packed, type Schema } from "../protobuf/schema.ts";

// The messages of ONNX that are read here (onnx/onnx.proto, IR version 13), by their numbers there.

export const modelProto: Schema = {
  name: "ModelProto",
  fields: {
    1: one("irVersion", "whole"),
    2: one("producerName", "text"),
    3: one("producerVersion", "text"),
    4: one("domain", "text"),
    5: one("modelVersion", "whole"),
    6: one("description", "text"),
    7: one("graph", () => graphProto),
    8: many("opsets", () => operatorSet),
    14: many("metadata", () => textEntry),
  },
};

export const graphProto: Schema = {
  name: "GraphProto",
  fields: {
    1: many("nodes", () => nodeProto),
    2: one("name", "text"),
    5: many("initializers", () => tensorProto),
    10: one("description", "text"),
    11: many("inputs", () => valueInfo),
    12: many("outputs", () => valueInfo),
    13: many("values", () => valueInfo),
    15: many("sparse", "bytes"),
  },
};

const nodeProto: Schema = {
  name: "NodeProto",
  fields: {
    1: many("inputs", "text"),
    2: many("outputs", "text"),
    3: one("name", "text"),
    4: one("opType", "text"),
    5: many("attributes", () => attributeProto),
    6: one("description", "text"),
    7: one("domain", "text"),
  },
};

const attributeProto: Schema = {
  name: "AttributeProto",
  fields: {
    1: one("name", "text"),
    2: one("f", "float"),
    3: one("i", "whole"),
    4: one("s", "bytes"),
    5: one("t", () => tensorProto),
    6: one("g", () => graphProto),
    7: packed("floats"),
    8: packed("ints"),
    9: many("strings", "bytes"),
    10: many("tensors", () => tensorProto),
    11: many("graphs", () => graphProto),
    13: one("description", "text"),
    20: one("type", "whole"),
    21: one("reference", "text"),
  },
};

const tensorProto: Schema = {
  name: "TensorProto",
  fields: {
    1: packed("dims"),
    2: one("type", "whole"),
    3: one("segment", "bytes"),
    4: packed("floats"),
    5: packed("int32s"),
    6: many("strings", "bytes"),
    7: packed("int64s"),
    8: one("name", "text"),
    9: one("raw", "bytes"),
    10: packed("doubles"),
    11: packed("uint64s"),
    12: one("description", "text"),
    13: many("external", () => textEntry),
    14: one("location", "whole"),
  },
};

const valueInfo: Schema = {
  name: "ValueInfoProto",
  fields: { 1: one("name", "text"), 2: one("type", () => typeProto), 3: one("description", "text") },
};

const typeProto: Schema = { name: "TypeProto", fields: { 1: one("tensor", () => tensorType) } };

const tensorType: Schema = {
  name: "TypeProto.Tensor",
  fields: { 1: one("element", "whole"), 2: one("shape", () => shapeProto) },
};

const shapeProto: Schema = { name: "TensorShapeProto", fields: { 1: many("axes", () => axisProto) } };

/** A length, a name for one that may vary, or neither. */
const axisProto: Schema = {
  name: "TensorShapeProto.Dimension",
  fields: { 1: one("length", "whole"), 2: one("name", "text"), 3: one("meaning", "text") },
};

const operatorSet: Schema = {
  name: "OperatorSetIdProto",
  fields: { 1: one("domain", "text"), 2: one("version", "whole") },
};

const textEntry: Schema = {
  name: "StringStringEntryProto",
  fields: { 1: one("key", "text"), 2: one("value", "text") },
};

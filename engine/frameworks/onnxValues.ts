import type { OnnxGraph, OnnxNode } from "../containers/onnx/model.ts";
import type { StoredTensor } from "../containers/tensors/tensor.ts";
import type { Importing } from "./importing.ts";
import { floatsOf } from "./weight.ts";

/** Who makes the values of a graph. */
export class OnnxValues {
  readonly importing: Importing;
  readonly graph: OnnxGraph;
  readonly #makers = new Map<string, OnnxNode>();
  readonly #tensors: Map<string, StoredTensor>;

  constructor(importing: Importing, graph: OnnxGraph) {
    this.importing = importing;
    this.graph = graph;
    this.#tensors = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
    for (const node of graph.nodes) {
      const constant = node.opType === "Constant" ? node.attributes.value : undefined;
      if (constant?.kind === "tensor") this.#tensors.set(node.outputs[0]!, constant.value);
      for (const output of node.outputs) if (output !== "") this.#makers.set(output, node);
    }
  }

  /** The node that makes a value; undefined for an input of the graph, and for a constant. */
  maker(value: string): OnnxNode | undefined {
    return this.#tensors.has(value) ? undefined : this.#makers.get(value);
  }

  /** A constant; undefined for what is computed or given from outside. */
  constant(value: string | undefined): StoredTensor | undefined {
    return value === undefined ? undefined : this.#tensors.get(value);
  }

  /** Whole numbers of a constant. */
  counts(value: string | undefined): readonly number[] | undefined {
    const tensor = this.constant(value);
    return tensor && Array.from(floatsOf(tensor));
  }

  /** A shape whose lengths may be computed one by one and joined, as exporters do for the batch's: undefined for those. */
  shape(value: string | undefined): readonly (number | undefined)[] | undefined {
    const constant = this.counts(value);
    const node = value === undefined ? undefined : this.maker(value);
    if (constant !== undefined || node?.opType !== "Concat") return constant;
    return node.inputs.flatMap((input): readonly (number | undefined)[] => this.counts(input) ?? [undefined]);
  }

  /** Whether a value is zeros, however many: PyTorch spreads a zero to the batch's size. */
  isZero(value: string, depth = 0): boolean {
    const tensor = this.constant(value);
    if (tensor !== undefined) return floatsOf(tensor).every((number) => number === 0);
    const node = this.maker(value);
    if (node === undefined || depth > 20) return false;
    if (node.opType === "ConstantOfShape") {
      const filled = node.attributes.value;
      return filled === undefined || (filled.kind === "tensor" && floatsOf(filled.value).every((number) => number === 0));
    }
    if (node.opType === "Concat") return node.inputs.every((input) => this.isZero(input, depth + 1));
    return spreading.includes(node.opType) && this.isZero(node.inputs[0]!, depth + 1);
  }
}

/** Nodes that change where numbers stand, and not what they are. */
const spreading = ["Expand", "Identity", "Unsqueeze", "Squeeze", "Reshape", "Slice", "Transpose", "Tile", "Cast"];

import type { OnnxModel, OnnxNode } from "../containers/onnx/model.ts";
import { type ImportedModel, importedModel } from "./importedModel.ts";
import type { Importing } from "./importing.ts";
import { takeCell, takeGather, takeReshape, takeSqueeze } from "./onnxAxes.ts";
import { isCell } from "./onnxCells.ts";
import { activate, takeAdd, takeGemm, takeMatMul } from "./onnxDense.ts";
import { OnnxValues } from "./onnxValues.ts";
import { features, toldNode, unread, type Way } from "./onnxWay.ts";

/**
 * A graph whose values go through one layer after the other. Between the layers exporters turn axes: what each axis means is followed, so that a
 * graph that turns them in another way is refused and not misread.
 */
export function importOnnx(importing: Importing): ImportedModel {
  const { graph } = importing.container.attributes as unknown as OnnxModel;
  const values = new OnnxValues(importing, graph);
  const { nodes, input } = wayBack(values);
  const rank = graph.inputs.find(({ name }) => name === input)?.shape?.length ?? (nodes[0]?.node.opType === "Gather" ? 2 : 3);
  const axes = Array.from({ length: rank }, (_, axis) => (axis === 2 ? features : `axis ${axis}`));
  const way: Way = { values, layers: [], axes, time: undefined, lengths: null, last: false };
  for (const step of nodes) take(way, step);
  return importedModel(importing, way.layers, { lengths: way.lengths, ...(way.last && { readout: "last" }) });
}

interface Step {
  readonly node: OnnxNode;
  /** Which of its outputs is read on. */
  readonly output: string;
}

/** From the first output back to the input: the nodes in the order of their computation. */
function wayBack(values: OnnxValues): { readonly nodes: readonly Step[]; readonly input: string } {
  const { importing, graph } = values;
  const steps: Step[] = [];
  let value = graph.outputs[0]?.name ?? importing.fail("its graph has no output");
  for (let node = values.maker(value); node !== undefined; node = values.maker(value)) {
    if (steps.length > graph.nodes.length) importing.fail("its graph leads in a circle");
    steps.push({ node, output: value });
    value = dataInput(values, node);
  }
  if (values.constant(value) !== undefined) importing.fail(`its output depends on no input, and on the constant ${value} alone`);
  return { nodes: steps.toReversed(), input: value };
}

/** Of a node's inputs the one that is computed from the model's input. */
function dataInput(values: OnnxValues, node: OnnxNode): string {
  const isTable = node.opType === "Gather" && values.constant(node.inputs[0]) !== undefined;
  const isFlipped = (node.opType === "Add" || node.opType === "MatMul") && values.constant(node.inputs[0]) !== undefined;
  return node.inputs[isTable || isFlipped ? 1 : 0] ?? values.importing.fail(`${toldNode(node)} has no input`);
}

function take(way: Way, { node, output }: Step): void {
  const step = isCell(node.opType) ? takeCell : Object.hasOwn(steps, node.opType) ? steps[node.opType] : undefined;
  if (step === undefined) way.values.importing.fail(`${toldNode(node)} is not among what is read between recurrent layers`);
  step(way, node, output);
}

const same = (): void => undefined;
const steps: Readonly<Record<string, (way: Way, node: OnnxNode, output: string) => void>> = {
  Identity: same,
  Cast: same,
  Dropout: same,
  Gather: takeGather,
  Transpose: (way, node) => {
    const { perm } = node.attributes;
    const order = perm?.kind === "ints" ? perm.value.map(Number) : way.axes.map((_, axis) => way.axes.length - 1 - axis);
    way.axes = order.map((axis) => way.axes[axis] ?? unread(way, node));
  },
  Squeeze: takeSqueeze,
  Reshape: takeReshape,
  MatMul: takeMatMul,
  Gemm: takeGemm,
  Add: takeAdd,
  Softmax: (way, node) => activate(way, node, "softmax"),
  Tanh: (way, node) => activate(way, node, "tanh"),
  Relu: (way, node) => activate(way, node, "relu"),
  Sigmoid: (way, node) => activate(way, node, "sigmoid"),
};

import type { OnnxNode } from "../containers/onnx/model.ts";
import type { Layer } from "./layer.ts";
import type { OnnxValues } from "./onnxValues.ts";

/** What an axis of the value on the way means: a place of the input's, an axis of directions, the features. */
export type Axis = string;
export const directions: Axis = "directions";
export const features: Axis = "features";

/** The value on the way from the graph's input to its output. */
export interface Way {
  readonly values: OnnxValues;
  readonly layers: Layer[];
  axes: readonly Axis[];
  /** The input's axis that is time; undefined before the first cell. */
  time: Axis | undefined;
  lengths: readonly number[] | null;
  last: boolean;
}

/** A node by its name, or where it has none by what it does. */
export const toldNode = ({ name, opType }: OnnxNode): string => (name === "" ? `a node ${opType}` : `node ${name} (${opType})`);

export function unread(way: Way, node: OnnxNode): never {
  return way.values.importing.fail(`${toldNode(node)} handles the axes ${way.axes.join(", ")} in a way that is not read`);
}

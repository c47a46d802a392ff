import type { OnnxAttribute, OnnxNode } from "../containers/onnx/model.ts";
import type { StoredTensor } from "../containers/tensors/tensor.ts";
import { type Importing, told } from "./importing.ts";
import { type NetworkJson, placed, type RecurrentLayer } from "./layer.ts";
import type { OnnxValues } from "./onnxValues.ts";
import { asIs, reshaped, rowsOf, type Weight } from "./weight.ts";

const gates = { LSTM: 4, GRU: 3, RNN: 1 } as const;
export type OnnxCell = keyof typeof gates;

export const isCell = (opType: string): opType is OnnxCell => Object.hasOwn(gates, opType);

export const directionsOf = ({ attributes }: OnnxNode): number =>
  text(attributes.direction, "forward") === "bidirectional" ? 2 : 1;

/** An LSTM, GRU or RNN node with its weights in ONNX' layout; directions become wrappers. */
export function onnxCell(values: OnnxValues, node: OnnxNode, kind: OnnxCell): RecurrentLayer {
  const { importing } = values;
  const name = node.name || node.outputs.find((output) => output !== "") || kind;
  const directions = directionsOf(node);
  const parts = Array.from({ length: directions }, (_, direction) => partOf(values, node, kind, name, direction));
  const [first, second] = parts as [Part, Part | undefined];
  const sizes = { inputSize: first.inputSize, outputSize: first.hiddenSize * directions };
  if (second !== undefined) {
    const network = { bidirectional: { forward: first.network, backward: second.network, merge: "concat" } };
    return {
      kind: "recurrent",
      name,
      network,
      ...placed([
        ["forward/", first],
        ["backward/", second],
      ]),
      ...sizes,
      final: false,
    };
  }
  if (text(node.attributes.direction, "forward") !== "reverse")
    return { kind: "recurrent", name, ...withoutSize(first), ...sizes, final: false };
  const network = { reverse: { layer: first.network, outputs: "turned" } };
  importing.warn(`Layer ${name} reads backwards.`);
  return { kind: "recurrent", name, network, ...placed([["layer/", first]]), ...sizes, final: false };
}

interface Part extends Pick<RecurrentLayer, "network" | "weights" | "initialState"> {
  readonly inputSize: number;
  readonly hiddenSize: number;
}

const withoutSize = ({ network, weights, initialState }: Part) => ({ network, weights, initialState });

/** Inputs: X, W, R, B, sequence_lens, initial_h, initial_c, P. A leading axis is the direction's. */
function partOf(values: OnnxValues, node: OnnxNode, kind: OnnxCell, name: string, direction: number): Part {
  const { importing } = values;
  const [, W, R, B, , h, c, P] = node.inputs;
  const [input, recurrent] = [weight(values, W, name, "W"), weight(values, R, name, "R")];
  const H = importing.shaped(recurrent, 3).shape[2]!;
  const D = importing.shaped(input, 3).shape[2]!;
  const rows = gates[kind] * H;
  const directions = directionsOf(node);
  const of = (tensor: StoredTensor, shape: readonly number[]): Weight =>
    directed(importing, tensor, [directions, ...shape], direction);
  const weights = new Map([
    ["W", of(input, [rows, D])],
    ["R", of(recurrent, [rows, H])],
  ]);
  const bias = given(B) ? weight(values, B, name, "B") : null;
  if (bias !== null) weights.set("B", of(bias, [2 * rows]));
  const peepholes = kind === "LSTM" && given(P) ? weight(values, P, name, "P") : null;
  if (peepholes !== null) weights.set("P", of(peepholes, [3 * H]));
  const network = cellJson(importing, node, kind, name, { H, direction, bias: bias !== null, peepholes: peepholes !== null });
  const initialState = initial(values, name, { h, ...(kind === "LSTM" && { c }) }, H, direction);
  return { network, weights, initialState, inputSize: D, hiddenSize: H };
}

const given = (input: string | undefined): boolean => input !== undefined && input !== "";

function weight(values: OnnxValues, input: string | undefined, name: string, what: string): StoredTensor {
  return (
    values.constant(input) ??
    values.importing.fail(`${what} of ${name} is not in the file: it is computed, or given from outside`)
  );
}

/** One direction of a tensor. */
function directed(
  importing: Importing,
  tensor: StoredTensor,
  [directions, ...shape]: readonly number[],
  direction: number,
): Weight {
  if (tensor.shape.join() !== [directions, ...shape].join())
    importing.fail(`${told(tensor)} should be [${[directions, ...shape].join(", ")}]`);
  const size = shape.reduce((product, length) => product * length, 1);
  return reshaped(rowsOf(asIs(tensor, [directions!, size]), direction, 1), shape);
}

/** Constant states that are not zero; those that come from outside are said. */
function initial(
  values: OnnxValues,
  name: string,
  states: Readonly<Record<string, string | undefined>>,
  H: number,
  direction: number,
): RecurrentLayer["initialState"] {
  const found: Record<string, Weight> = {};
  for (const [state, input] of Object.entries(states)) {
    if (input === undefined || input === "" || values.isZero(input)) continue;
    const tensor = values.constant(input);
    if (tensor === undefined)
      values.importing.warn(`The initial ${state} of ${name} comes from outside: here it begins at zero unless it is said.`);
    else {
      const [directions, rows] = values.importing.shaped(tensor, 3).shape as readonly [number, number];
      found[state] = directed(values.importing, tensor, [directions, rows, H], direction);
    }
  }
  return Object.keys(found).length === 0 ? new Map() : new Map([["", found]]);
}

interface CellFacts {
  readonly H: number;
  readonly direction: number;
  readonly bias: boolean;
  readonly peepholes: boolean;
}

function cellJson(
  importing: Importing,
  { attributes }: OnnxNode,
  kind: OnnxCell,
  name: string,
  { H, direction, bias, peepholes }: CellFacts,
): NetworkJson {
  const [first, second, third] = activationsOf(importing, attributes, kind, name, direction);
  const clip = number(attributes.clip, 0);
  const own = kind === "RNN" ? { activation: first } : { recurrentActivation: first, activation: second };
  return {
    [kind.toLowerCase()]: {
      hiddenSize: H,
      layout: "onnx",
      ...changed(own),
      ...(third !== undefined && third !== second && { stateActivation: third }),
      ...(kind === "GRU" && { resetAfter: number(attributes.linear_before_reset, 0) !== 0 }),
      ...(clip > 0 && { gateClip: clip }),
      ...(number(attributes.input_forget, 0) !== 0 && { inputForget: true }),
      ...(!bias && { bias: false }),
      ...(peepholes && { peepholes: true }),
    },
  };
}

const usual: Readonly<Record<string, string>> = { activation: "tanh", recurrentActivation: "sigmoid" };

const changed = (options: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(options).filter(([key, value]) => value !== usual[key]));

const functions: Readonly<Record<string, string>> = { sigmoid: "sigmoid", tanh: "tanh", relu: "relu", softsign: "softsign" };
const defaults: Readonly<Record<OnnxCell, readonly string[]>> = {
  LSTM: ["Sigmoid", "Tanh", "Tanh"],
  GRU: ["Sigmoid", "Tanh"],
  RNN: ["Tanh"],
};

/** Of this direction; alpha and beta are listed for those functions that have them, and only HardSigmoid's are read. */
function activationsOf(
  importing: Importing,
  attributes: OnnxNode["attributes"],
  kind: OnnxCell,
  name: string,
  direction: number,
): readonly (string | undefined)[] {
  const { length } = defaults[kind];
  const listed = attributes.activations?.kind === "texts" ? attributes.activations.value : defaults[kind];
  const own = listed.length > length ? listed.slice(direction * length) : listed;
  const numbers = (key: string) => (attributes[key]?.kind === "floats" ? attributes[key].value : []);
  const [alphas, betas] = [numbers("activation_alpha"), numbers("activation_beta")];
  return own.slice(0, length).map((activation) => {
    const lower = activation.toLowerCase();
    if (lower === "hardsigmoid") return hardSigmoid(importing, name, alphas[0] ?? 0.2, betas[0] ?? 0.5);
    if (lower === "affine" && (alphas[0] ?? 1) === 1 && (betas[0] ?? 0) === 0) return "linear";
    return functions[lower] ?? importing.fail(`layer ${name} has the activation ${activation}, which is not known here`);
  });
}

/** clip(alpha x + beta, 0, 1) in one of its two forms. */
function hardSigmoid(importing: Importing, name: string, alpha: number, beta: number): string {
  const near = (value: number) => Math.abs(alpha - value) < 1e-6 && Math.abs(beta - 0.5) < 1e-6;
  if (near(0.2)) return "hardSigmoid";
  return near(1 / 6)
    ? "hardSigmoidKeras3"
    : importing.fail(`layer ${name} has a hard sigmoid with the slope ${alpha} and ${beta}`);
}

export const number = (attribute: OnnxAttribute | undefined, usualValue: number): number =>
  attribute?.kind === "int" || attribute?.kind === "float" ? Number(attribute.value) : usualValue;

export const text = (attribute: OnnxAttribute | undefined, usualValue: string): string =>
  attribute?.kind === "text" ? attribute.value : usualValue;

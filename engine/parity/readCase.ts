import type { ModelSpec } from "../model/blueprint.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import { type Penalty, penalize } from "../optimizers/penalty.ts";
import type { CaseTensor, ParityCase, States, Tensors } from "./case.ts";
import { CaseError, PlacedJson } from "./json.ts";
import { readExpectations } from "./readExpectations.ts";
import { headSize, type ReadModel, readModel } from "./readModel.ts";
import { readOptimizer } from "./readOptimizer.ts";
import { kindsOf, readSteps } from "./readSteps.ts";
import { readStates, readTensors, type StateShapes } from "./readTensors.ts";

/** @throws CaseError saying what is wrong and where: `invalid`, or `unsupported` in this version. */
export function readCase(text: string): ParityCase {
  const json = new PlacedJson(parse(text), "");
  json.get("format").choice("lstm-parity/1");
  json.only(...keys);
  const model = readModel(json.get("model"), () => kindsOf(json.get("steps")));
  const steps = readSteps(json.get("steps"), model);
  const batch = steps[0]!.inputs.shape[0]!;
  const plain = shapesOfPlainWeights(model);
  const given = new Map([...shapesOfCells(model), ...plain]);
  const weights = readTensors(json.get("weights"), given, true);
  const { initialState, learned } = readInitialState(json, model, batch);
  const trained = new Map([...given, ...[...learned].map(([path, { shape }]) => [path, shape] as const)]);
  return {
    name: json.get("name").text(),
    source: json.find("source")?.text() ?? "",
    model: specOf(model, [...learned.keys()]),
    readout: model.readout,
    cells: model.network.cells,
    plain: [...plain.keys(), ...learned.keys()],
    weights: new Map([...weights, ...learned]),
    initialState,
    optimizer: readTraining(json, model, [...trained.keys()], steps.length),
    penalty: readPenalty(model, trained),
    carryState: json.find("carryState")?.flag() ?? false,
    batch,
    steps,
    expected: readExpectations(json.get("expect"), {
      model,
      batch,
      steps,
      states: stateShapes(model, batch),
      weights: trained,
    }),
    tolerance: readTolerance(json),
  };
}

const keys = [
  "format",
  "name",
  "source",
  "dtype",
  "model",
  "weights",
  "initialState",
  "trainInitialState",
  "optimizer",
  "carryState",
  "steps",
  "expect",
  "tolerance",
];

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CaseError("invalid", "", `The file is not JSON: ${(error as Error).message}`);
  }
}

function specOf(read: ReadModel, learned: readonly string[]): ModelSpec {
  const { inputSize, inputKind, embedding, network, hidden, dense, loss } = read;
  const { size, padding } = embedding ?? { size: 0, padding: null };
  // Ids that a network reads as numbers are one-hot vectors, written out.
  const kind = embedding === null && network.readsNumbers ? "features" : inputKind;
  return {
    input: { kind, size: inputSize },
    ...(embedding === null ? {} : { embedding: { size, ...(padding === null ? {} : { padding }) } }),
    network: network.spec,
    hidden,
    dense,
    loss: loss.spec,
    trainInitialState: learned.map((path) => path.slice(prefix.length)),
  };
}

type Shapes = Map<string, readonly number[]>;

function shapesOfCells({ network }: ReadModel): Shapes {
  const shapes: Shapes = new Map();
  for (const { path, layout, inputSize, hiddenSize } of network.cells)
    for (const { name, shape } of layout.parameters(inputSize, hiddenSize)) shapes.set(path + name, shape);
  return shapes;
}

function shapesOfPlainWeights(model: ReadModel): Shapes {
  const { network, inputSize, embedding, hidden, dense } = model;
  const shapes: Shapes = new Map(network.plain ?? []);
  if (embedding !== null) shapes.set("embedding/kernel", [inputSize, embedding.size]);
  for (const [place, { units, bias }] of hidden.entries()) {
    shapes.set(`hidden/${place}/kernel`, [hidden[place - 1]?.units ?? network.outputSize, units]);
    if (bias) shapes.set(`hidden/${place}/bias`, [units]);
  }
  if (dense === null) return shapes;
  if (!dense.tied) shapes.set("dense/kernel", [headSize(model), dense.units]);
  return dense.bias ? shapes.set("dense/bias", [dense.units]) : shapes;
}

/** Shapes of every cell's states, by its path. */
function stateShapes({ network }: ReadModel, rows: number): StateShapes {
  return new Map(
    network.cells.map(({ path, states }) => [path, new Map(states.map(({ name, size }) => [name, [rows, size]] as const))]),
  );
}

const prefix = "initialState/";

/** What is learned has one row, and is called a weight. */
function readInitialState(
  json: PlacedJson,
  model: ReadModel,
  batch: number,
): { readonly initialState: States; readonly learned: Tensors } {
  const flag = json.find("trainInitialState");
  const trains = flag?.flag() ?? false;
  const states = readStates(json.find("initialState"), stateShapes(model, trains ? 1 : batch));
  if (!trains) return { initialState: states, learned: new Map() };
  const learned = new Map<string, CaseTensor>();
  for (const [path, parts] of states) for (const [name, tensor] of parts) learned.set(`${prefix}${path}${name}`, tensor);
  if (learned.size === 0) flag?.fail('there is nothing to train: "initialState" says which states, and what they begin at.');
  return { initialState: new Map(), learned };
}

/** Null in a case that trains nothing. */
function readTraining(json: PlacedJson, model: ReadModel, paths: readonly string[], steps: number): Optimizer | null {
  const { embedding, dense, loss } = model;
  const given = json.find("optimizer");
  if (given === null) return null;
  const penalized = loss.penalty?.weights.some((path) => path.value === "embedding/kernel") ?? false;
  const summed = dense?.tied ? "dense.tied" : penalized ? "its penalty" : null;
  return readOptimizer(given, { paths, steps, embedding: embedding && { uses: embedding.uses, summed } });
}

function readPenalty({ loss }: ReadModel, trained: Shapes): Penalty | null {
  if (loss.penalty === null) return null;
  const weights = loss.penalty.weights.map((path) => {
    if (!trained.has(path.text())) path.fail(`there is no weight "${path.text()}"; there are ${[...trained.keys()].join(", ")}.`);
    return path.text();
  });
  return penalize({ l2: loss.penalty.l2, weights });
}

function readTolerance(json: PlacedJson): ParityCase["tolerance"] {
  const dtype = json.find("dtype")?.choice("float64", "float32") ?? "float64";
  const usual = dtype === "float64" ? { absolute: 1e-9, relative: 1e-7 } : { absolute: 1e-5, relative: 1e-4 };
  const given = json.find("tolerance")?.only("absolute", "relative");
  const part = (name: "absolute" | "relative"): number => {
    const found = given?.find(name);
    const value = found?.number() ?? usual[name];
    return value >= 0 ? value : found!.fail(`must be from 0 on, is ${value}.`);
  };
  return { absolute: part("absolute"), relative: part("relative") };
}

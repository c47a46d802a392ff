import type { Readout } from "../layers/readout.ts";
import type { CaseStep, CaseTensor, Expectations, ExpectedStep, ParityCase } from "./case.ts";
import { CaseError, PlacedJson } from "./json.ts";
import { type ReadNetwork, readNetwork } from "./readNetwork.ts";
import { type LookUpUse, lookUpUses, readOptimizer } from "./readOptimizer.ts";
import { readIds, readStates, readTensor, readTensors, type StateShapes } from "./readTensors.ts";

/** What the tensors of a case have to fit. */
interface Sizes {
  readonly inputSize: number;
  readonly embeddingSize: number | null;
  readonly lookUpUse: LookUpUse;
  readonly network: ReadNetwork;
  readonly readout: Readout;
  readonly units: number;
  readonly loss: ParityCase["loss"];
}

/** @throws CaseError saying what is wrong and where: `invalid`, or `unsupported` in this version. */
export function readCase(text: string): ParityCase {
  const json = new PlacedJson(parse(text), "");
  json.get("format").choice("lstm-parity/1");
  json.only(...keys);
  const sizes = readModel(json.get("model"));
  const plain = shapesOfPlainWeights(sizes);
  const weightShapes = new Map([...shapesOfCells(sizes), ...plain]);
  const steps = json
    .get("steps")
    .items()
    .map((step) => readStep(step, sizes));
  const batch = batchOf(steps, json.get("steps"));
  const initialState = readStates(json.find("initialState"), stateShapes(sizes, batch));
  const inputKind = json.get("steps").items()[0].get("inputs").find("ids") === null ? "features" : "ids";
  if (sizes.embeddingSize !== null && inputKind === "features") json.get("steps").fail("the embedding reads ids, not features.");
  const tolerance = json.get("tolerance").only("absolute", "relative");
  return {
    name: json.get("name").text(),
    source: json.find("source")?.text() ?? "",
    ...sizes,
    inputKind,
    network: sizes.network.spec,
    cells: sizes.network.cells,
    plain: [...plain.keys()],
    weights: readTensors(json.get("weights"), weightShapes, true),
    initialState,
    optimizer: readOptimizer(json.get("optimizer"), {
      paths: [...weightShapes.keys()],
      steps: steps.length,
      embedding: sizes.embeddingSize === null ? null : { uses: sizes.lookUpUse, summed: null },
    }),
    carryState: json.find("carryState")?.flag() ?? false,
    batch,
    steps,
    expected: readExpectations(json.get("expect"), sizes, batch, steps, weightShapes),
    tolerance: { absolute: tolerance.get("absolute").number(), relative: tolerance.get("relative").number() },
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

function readModel(json: PlacedJson): Sizes {
  json.only("inputSize", "embedding", "network", "readout", "dense", "loss");
  const inputSize = json.get("inputSize").count();
  const embedding = json.find("embedding");
  const embeddingSize = embedding?.only("size", "uses").get("size").count() ?? null;
  return {
    inputSize,
    embeddingSize,
    lookUpUse: embedding?.find("uses")?.choice(...lookUpUses) ?? "summed",
    network: readNetwork(json.get("network"), embeddingSize ?? inputSize),
    readout: json.get("readout").choice("all", "last"),
    units: json.get("dense").only("units").get("units").count(),
    loss: json.get("loss").choice("softmaxCrossEntropy", "meanSquaredError"),
  };
}

type Shapes = ReadonlyMap<string, readonly number[]>;

function shapesOfCells({ network }: Sizes): Shapes {
  const shapes = new Map<string, readonly number[]>();
  for (const { path, layout, inputSize, hiddenSize } of network.cells)
    for (const { name, shape } of layout.parameters(inputSize, hiddenSize)) shapes.set(path + name, shape);
  return shapes;
}

function shapesOfPlainWeights({ network, inputSize, embeddingSize, units }: Sizes): Shapes {
  const shapes = new Map(network.plain ?? []);
  if (embeddingSize !== null) shapes.set("embedding/kernel", [inputSize, embeddingSize]);
  return shapes.set("dense/kernel", [network.outputSize, units]).set("dense/bias", [units]);
}

/** Shapes of every cell's states, by its path. */
function stateShapes({ network }: Sizes, batch: number): StateShapes {
  return new Map(
    network.cells.map(({ path, states }) => [path, new Map(states.map(({ name, size }) => [name, [batch, size]] as const))]),
  );
}

function readStep(json: PlacedJson, sizes: Sizes): CaseStep {
  json.only("inputs", "targets", "lengths");
  const inputs = readInputs(json.get("inputs"), sizes.inputSize);
  const [batch, length] = inputs.shape;
  const targets = readTargets(json.get("targets"), [batch, sizes.readout === "all" ? length : 1], sizes);
  return { length, inputs, targets, lengths: readLengths(json.find("lengths"), batch, length) };
}

function readLengths(json: PlacedJson | null, batch: number, length: number): readonly number[] | null {
  if (json === null) return null;
  const lengths = json.items().map((row) => {
    const valid = row.count();
    return valid <= length ? valid : row.fail(`the length ${valid} is beyond the ${length} time steps of the inputs.`);
  });
  return lengths.length === batch ? lengths : json.fail(`has ${lengths.length} lengths for ${batch} rows.`);
}

function readInputs(json: PlacedJson, inputSize: number): CaseTensor {
  const ids = json.find("ids");
  if (ids !== null) return readIds(ids, inputSize);
  const [batch, length] = json
    .get("shape")
    .items()
    .map((size) => size.count());
  return readTensor(json, [batch, length, inputSize]);
}

function readTargets(json: PlacedJson, shape: readonly number[], { loss, units }: Sizes): CaseTensor {
  if (loss === "meanSquaredError") return readTensor(json, [...shape, units]);
  const ids = readIds(json.only("ids").get("ids"), units);
  if (ids.shape.join() !== shape.join()) json.fail(`has [${ids.shape.join(", ")}] ids, expected are [${shape.join(", ")}].`);
  return ids;
}

function batchOf(steps: readonly CaseStep[], json: PlacedJson): number {
  const [first] = steps;
  if (first === undefined) json.fail("must have at least one step.");
  const [batch] = first.inputs.shape;
  const other = steps.findIndex(({ inputs }) => inputs.shape[0] !== batch || inputs.shape.length !== first.inputs.shape.length);
  if (other >= 0) json.fail(`step ${other} has inputs of another kind or number of rows than step 0.`);
  return batch;
}

function readExpectations(
  json: PlacedJson,
  sizes: Sizes,
  batch: number,
  steps: readonly CaseStep[],
  weightShapes: Shapes,
): Expectations {
  json.only("losses", "steps", "weights");
  const losses = json
    .get("losses")
    .items()
    .map((loss) => loss.number());
  if (losses.length !== steps.length) json.get("losses").fail(`has ${losses.length} losses for ${steps.length} steps.`);
  const expected = new Map<number, ExpectedStep>();
  for (const [key, step] of json.find("steps")?.entries() ?? []) {
    const place = Number(key);
    if (!(place in steps)) step.fail(`there is no step ${key}; the steps are 0 to ${steps.length - 1}.`);
    expected.set(place, readExpectedStep(step, sizes, batch, steps[place].length, weightShapes));
  }
  return { losses, steps: expected, weights: readTensors(json.find("weights"), weightShapes, false) };
}

function readExpectedStep(json: PlacedJson, sizes: Sizes, batch: number, length: number, weightShapes: Shapes): ExpectedStep {
  json.only("outputs", "logits", "finalState", "gradients");
  const tensor = (key: string, shape: readonly number[]) => {
    const found = json.find(key);
    return found && readTensor(found, shape);
  };
  return {
    outputs: tensor("outputs", [batch, length, sizes.network.outputSize]),
    logits: tensor("logits", [batch, sizes.readout === "all" ? length : 1, sizes.units]),
    finalState: readStates(json.find("finalState"), stateShapes(sizes, batch)),
    gradients: readTensors(json.find("gradients"), weightShapes, false),
  };
}

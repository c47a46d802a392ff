import { denseActivations } from "../layers/hiddenDense.ts";
import { type Readout, readouts } from "../layers/readout.ts";
import type { HiddenSpec } from "../model/blueprint.ts";
import type { PlacedJson } from "./json.ts";
import { type ReadLoss, readLoss } from "./readLoss.ts";
import { type ReadNetwork, readNetwork } from "./readNetwork.ts";
import { type LookUpUse, lookUpUses } from "./readOptimizer.ts";

/** The model of a case, and what its tensors have to fit. */
export interface ReadModel {
  readonly inputSize: number;
  readonly inputKind: "ids" | "features";
  /** Null where ids are one-hot, and where inputs are real numbers. */
  readonly embedding: ReadEmbedding | null;
  readonly network: ReadNetwork;
  readonly readout: Readout;
  readonly hidden: readonly HiddenSpec[];
  /** Null where outputs and final states are all that there is. */
  readonly dense: { readonly units: number; readonly bias: boolean; readonly tied: boolean } | null;
  readonly loss: ReadLoss;
}

export interface ReadEmbedding {
  readonly size: number;
  readonly padding: number | null;
  readonly uses: LookUpUse;
}

/** What of a model its first step tells. */
export interface StepKinds {
  readonly inputs: "ids" | "features";
  readonly withTargetIds: boolean;
}

/** @param kindsOf what the first step tells; asked once the model's own sizes are read. */
export function readModel(json: PlacedJson, kindsOf: () => StepKinds): ReadModel {
  if (json.find("file") !== null)
    json.unsupported("a model in a file of its own is not read here yet; write the network and its weights.");
  json.only("inputSize", "embedding", "network", "readout", "hidden", "dense", "loss");
  const inputSize = json.get("inputSize").count();
  const embedding = readEmbedding(json.find("embedding"), inputSize);
  const kinds = kindsOf();
  if (embedding !== null && kinds.inputs === "features") json.get("embedding").fail("reads ids, and the inputs are numbers.");
  const network = readNetwork(json.get("network"), embedding?.size ?? inputSize);
  const hidden = json.find("hidden")?.items().map(readHidden) ?? [];
  const dense = readDense(json);
  const readout = readReadout(json, network);
  if (dense?.tied) requireTied(json, embedding, hidden.at(-1)?.units ?? network.outputSize);
  const loss = readLoss(json.find("loss"), dense?.units ?? 0, kinds.withTargetIds);
  return { inputSize, inputKind: kinds.inputs, embedding, network, readout, hidden, dense, loss };
}

/** Features that the dense output reads. */
export const headSize = ({ network, hidden }: ReadModel): number => hidden.at(-1)?.units ?? network.outputSize;

function readEmbedding(json: PlacedJson | null, inputSize: number): ReadEmbedding | null {
  if (json === null) return null;
  json.only("size", "padding", "uses");
  const given = json.find("padding");
  const padding = given?.count(0) ?? null;
  if (padding !== null && padding >= inputSize) given?.fail(`the id ${padding} is not below ${inputSize}.`);
  return { size: json.get("size").count(), padding, uses: json.find("uses")?.choice(...lookUpUses) ?? "summed" };
}

function readHidden(json: PlacedJson): HiddenSpec {
  json.only("units", "activation", "bias");
  const activation = json.find("activation")?.choice(...denseActivations) ?? "linear";
  return { units: json.get("units").count(), activation, bias: json.find("bias")?.flag() ?? true };
}

function readDense(json: PlacedJson): ReadModel["dense"] {
  const dense = json.find("dense");
  if (dense === null) {
    for (const key of ["hidden", "loss"])
      json.find(key)?.fail('is of the dense output, and there is none: give the model "dense".');
    return null;
  }
  dense.only("units", "bias", "tied");
  const tied = dense.find("tied")?.flag() ?? false;
  return { units: dense.get("units").count(), bias: dense.find("bias")?.flag() ?? true, tied };
}

function readReadout(json: PlacedJson, network: ReadNetwork): Readout {
  const given = json.find("readout");
  const readout = given?.choice(...readouts) ?? "all";
  if (readout === "final" && network.endless) given?.fail("a network that ends in a dense layer has no final state to read.");
  return readout;
}

function requireTied(json: PlacedJson, embedding: ReadEmbedding | null, features: number): void {
  const tied: PlacedJson = json.get("dense").get("tied");
  const [inputSize, units] = [json.get("inputSize").count(), json.get("dense").get("units").count()];
  if (embedding === null) tied.fail("there is no embedding to be tied to.");
  if (units !== inputSize) tied.fail(`the embedding has ${inputSize} rows for ${units} units.`);
  if (features !== embedding.size) tied.fail(`the embedding has rows of ${embedding.size} numbers for ${features} features.`);
}

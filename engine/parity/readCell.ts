import { gateActivations, stateActivations } from "../kernels/activations.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import {
  type GruLayoutName,
  gruLayout,
  gruLayoutNames,
  layerNormLstmLayout,
  lstmLayout,
  lstmLayoutNames,
  rnnLayout,
  rnnLayoutNames,
} from "./cellLayouts.ts";
import type { PlacedJson } from "./json.ts";
import type { CellLayout } from "./layouts.ts";
import type { ReadNetwork } from "./readNetwork.ts";

type Reader = (json: PlacedJson, inputSize: number, path: string) => ReadNetwork;

/** Cells of the format by their names. @param path the cell's place, with its closing slash. */
export const cellReaders: Readonly<Record<string, Reader>> = {
  lstm: readLstm,
  layerNormLstm: readLayerNormLstm,
  gru: readGru,
  rnn: readRnn,
};

const everyCells = ["hiddenSize", "layout", "bias", "activation", "gateClip"] as const;
const lstms = ["forgetBias", "stateActivation", "recurrentActivation"] as const;
const plainLstms = ["inputForget", "peepholes", "projectionSize", "projectionClip", "cellClip"] as const;

function readLstm(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only(...everyCells, ...lstms, ...plainLstms);
  const peepholes = json.find("peepholes")?.flag() ?? false;
  const projectionSize = json.find("projectionSize")?.count() ?? null;
  const layout = lstmLayout(json.get("layout").choice(...lstmLayoutNames), { bias: biasOf(json), peepholes, projectionSize });
  const options = {
    ...optionsOfLstm(json),
    inputForget: json.find("inputForget")?.flag() ?? false,
    peepholes,
    projectionSize,
    projectionClip: json.find("projectionClip")?.positive() ?? null,
    cellClip: json.find("cellClip")?.positive() ?? null,
  };
  if (options.inputForget && options.forgetBias) json.fail("inputForget makes f = 1 - i, which has no forgetBias.");
  if (options.projectionClip && !projectionSize) json.fail("projectionClip needs a projectionSize.");
  const { hiddenSize } = options;
  const spec = { lstm: { ...options, ...layout.biases } };
  return cell(spec, layout, { path, inputSize, hiddenSize, states: { h: projectionSize ?? hiddenSize, c: hiddenSize } });
}

function readLayerNormLstm(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json
    .only(...everyCells, ...lstms)
    .get("layout")
    .choice("tensorflow");
  if (json.find("bias")?.flag())
    json.get("bias").fail("must be false: a layer-normalized LSTM has its betas in place of biases.");
  const options = optionsOfLstm(json);
  const { hiddenSize } = options;
  const states = { h: hiddenSize, c: hiddenSize };
  return cell({ layerNormLstm: options }, layerNormLstmLayout, { path, inputSize, hiddenSize, states });
}

function readGru(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only(...everyCells, "resetAfter", "recurrentActivation");
  const name = json.get("layout").choice(...gruLayoutNames);
  const resetAfter = resetOf(json, name);
  const layout = gruLayout(name, { bias: biasOf(json), resetAfter });
  const options = { ...optionsOf(json), recurrentActivation: gateActivation(json), resetAfter, ...layout.biases };
  const { hiddenSize } = options;
  return cell({ gru: options }, layout, { path, inputSize, hiddenSize, states: { h: hiddenSize } });
}

/** Where a case leaves `resetAfter` out; and of those whose arrays have a place for one only, it is that one. */
const usualResets: Readonly<Record<GruLayoutName, boolean>> = {
  pytorch: true,
  keras: true,
  onnx: false,
  tensorflow: false,
  flax: true,
};
const onlyResets: readonly GruLayoutName[] = ["tensorflow", "flax"];

function resetOf(json: PlacedJson, layout: GruLayoutName): boolean {
  const usual = usualResets[layout];
  const given = json.find("resetAfter");
  if (given === null || given.flag() === usual || !onlyResets.includes(layout)) return given?.flag() ?? usual;
  return given.fail(`must be ${usual} in the layout ${layout}, which resets ${usual ? "after" : "before"} the product.`);
}

function readRnn(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only(...everyCells);
  const layout = rnnLayout(json.get("layout").choice(...rnnLayoutNames), biasOf(json));
  const options = { ...optionsOf(json), ...layout.biases };
  const { hiddenSize } = options;
  return cell({ rnn: options }, layout, { path, inputSize, hiddenSize, states: { h: hiddenSize } });
}

const biasOf = (json: PlacedJson): boolean => json.find("bias")?.flag() ?? true;

const gateActivation = (json: PlacedJson) => json.find("recurrentActivation")?.choice(...gateActivations) ?? "sigmoid";

const optionsOf = (json: PlacedJson) => ({
  hiddenSize: json.get("hiddenSize").count(),
  activation: json.find("activation")?.choice(...stateActivations) ?? "tanh",
  gateClip: json.find("gateClip")?.positive() ?? null,
});

const optionsOfLstm = (json: PlacedJson) => ({
  ...optionsOf(json),
  forgetBias: json.find("forgetBias")?.number() ?? 0,
  stateActivation: json.find("stateActivation")?.choice(...stateActivations) ?? null,
  recurrentActivation: gateActivation(json),
});

interface CellPlacement {
  readonly path: string;
  readonly inputSize: number;
  readonly hiddenSize: number;
  /** Sizes of what is handed from step to step, h first. */
  readonly states: Readonly<Record<string, number>>;
}

function cell(spec: NetworkSpec, layout: CellLayout, { states, ...place }: CellPlacement): ReadNetwork {
  const sizes = Object.entries(states).map(([name, size]) => ({ name, size }));
  return { spec, cells: [{ ...place, layout, states: sizes }], outputSize: sizes[0]!.size };
}

import { gateActivations, stateActivations } from "../kernels/activations.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import { gruLayout, gruLayoutNames, layerNormLstmLayout, lstmLayout, lstmLayoutNames, rnnLayout } from "./cellLayouts.ts";
import type { PlacedJson } from "./json.ts";
import type { CellLayout } from "./layouts.ts";
import type { ReadNetwork } from "./readNetwork.ts";

type Reader = (json: PlacedJson, inputSize: number, path: string) => ReadNetwork;

/**
 * Cells of the format by their names. Beyond the shared format are an LSTM's `peepholes`, `projectionSize` and `cellClip`, and the
 * `recurrentActivation` "hardSigmoidKeras3". @param path the cell's place, with its closing slash.
 */
export const cellReaders: Readonly<Record<string, Reader>> = {
  lstm: readLstm,
  layerNormLstm: readLayerNormLstm,
  gru: readGru,
  rnn: readRnn,
};

function readLstm(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only("hiddenSize", "layout", "forgetBias", "recurrentActivation", "peepholes", "projectionSize", "cellClip");
  const peepholes = json.find("peepholes")?.flag() ?? false;
  const projectionSize = json.find("projectionSize")?.count() ?? null;
  const layout = lstmLayout(json.get("layout").choice(...lstmLayoutNames), { peepholes, projectionSize });
  const hiddenSize = json.get("hiddenSize").count();
  const cellClip = json.find("cellClip");
  const spec = {
    lstm: {
      hiddenSize,
      separateBiases: layout.separateBiases,
      forgetBias: json.find("forgetBias")?.number() ?? 0,
      recurrentActivation: gateActivation(json),
      peepholes,
      projectionSize,
      cellClip:
        cellClip && (cellClip.number() > 0 ? cellClip.number() : cellClip.fail(`must be above 0, is ${cellClip.number()}.`)),
    },
  };
  const h = projectionSize ?? hiddenSize;
  return cell(spec, layout, { path, inputSize, hiddenSize, states: { h, c: hiddenSize } });
}

function readLayerNormLstm(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only("hiddenSize", "layout", "forgetBias", "recurrentActivation").get("layout").choice("tensorflow");
  const hiddenSize = json.get("hiddenSize").count();
  const forgetBias = json.find("forgetBias")?.number() ?? 0;
  const spec = { layerNormLstm: { hiddenSize, forgetBias, recurrentActivation: gateActivation(json) } };
  return cell(spec, layerNormLstmLayout, { path, inputSize, hiddenSize, states: { h: hiddenSize, c: hiddenSize } });
}

function readGru(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only("hiddenSize", "layout", "resetAfter", "recurrentActivation");
  const hiddenSize = json.get("hiddenSize").count();
  const resetAfter = json.find("resetAfter")?.flag() ?? true;
  const layout = gruLayout(json.get("layout").choice(...gruLayoutNames), resetAfter);
  const { separateBiases } = layout;
  const spec = { gru: { hiddenSize, resetAfter, separateBiases, recurrentActivation: gateActivation(json) } };
  return cell(spec, layout, { path, inputSize, hiddenSize, states: { h: hiddenSize } });
}

function readRnn(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only("hiddenSize", "layout", "activation").get("layout").choice("pytorch");
  const hiddenSize = json.get("hiddenSize").count();
  const activation = json.find("activation")?.choice(...stateActivations) ?? "tanh";
  const spec = { rnn: { hiddenSize, activation, separateBiases: rnnLayout.separateBiases } };
  return cell(spec, rnnLayout, { path, inputSize, hiddenSize, states: { h: hiddenSize } });
}

const gateActivation = (json: PlacedJson) => json.find("recurrentActivation")?.choice(...gateActivations) ?? "sigmoid";

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

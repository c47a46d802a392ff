import type { LstmSpec } from "../model/network.ts";
import type { PlacedJson } from "./json.ts";
import { lstmLayouts } from "./layouts.ts";
import type { ReadNetwork } from "./readNetwork.ts";

/** Cells of the format by their names. @param path the cell's place, with its closing slash. */
export const cellReaders: Readonly<Record<string, (json: PlacedJson, inputSize: number, path: string) => ReadNetwork>> = {
  lstm: readLstm,
  layerNormLstm: (json) => json.unsupported(`"layerNormLstm" is not supported yet.`),
  gru: (json) => json.unsupported(`"gru" is not supported yet.`),
  rnn: (json) => json.unsupported(`"rnn" is not supported yet.`),
};

function readLstm(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only("hiddenSize", "layout", "forgetBias", "recurrentActivation");
  const hiddenSize = json.get("hiddenSize").count();
  const layout = lstmLayouts[json.get("layout").choice("pytorch", "keras", "tensorflow", "deepBreathe")];
  const activation = json.find("recurrentActivation");
  if (activation?.choice("sigmoid", "hardSigmoid") === "hardSigmoid")
    activation.unsupported(`"hardSigmoid" is not supported yet.`);
  const forgetBias = json.find("forgetBias")?.number() ?? 0;
  const states = ["h", "c"].map((name) => ({ name, size: hiddenSize }));
  const spec: LstmSpec = { kind: "lstm", hiddenSize, forgetBias, separateBiases: layout.separateBiases };
  return { spec, cells: [{ path, inputSize, hiddenSize, layout, states }], outputSize: hiddenSize };
}

import type { LstmSpec, NetworkSpec } from "../model/network.ts";
import type { CellInCase } from "./case.ts";
import type { PlacedJson } from "./json.ts";
import { lstmLayouts } from "./layouts.ts";

/** A network of the format, as ours, with the cells in it and the size of its output. */
export interface ReadNetwork {
  readonly spec: NetworkSpec;
  readonly cells: readonly CellInCase[];
  /** Shapes of weights outside the cells, such as `2/highway/kernel`, which are laid out as ours; by their paths. */
  readonly plain?: ReadonlyMap<string, readonly number[]>;
  readonly outputSize: number;
}

/** @param path the network's place, with its closing slash; empty for the whole. */
export function readNetwork(json: PlacedJson, inputSize: number, path = ""): ReadNetwork {
  const [entry, ...rest] = json.entries();
  if (entry === undefined || rest.length > 0) json.fail(`must have one entry, such as "lstm" or "stacked".`);
  const [kind, body] = entry;
  switch (kind) {
    case "lstm":
      return readLstm(body, inputSize, path);
    case "stacked":
      return readStacked(body, inputSize, path);
    case "bidirectional":
    case "layerNormLstm":
    case "gru":
    case "rnn":
      return json.unsupported(`"${kind}" is not supported yet; "lstm" and "stacked" are.`);
    default:
      return json.fail(`"${kind}" is no network; known are lstm, layerNormLstm, gru, rnn, stacked, bidirectional.`);
  }
}

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

function readStacked(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  const layers: ReadNetwork[] = [];
  for (const [place, layer] of json.items().entries())
    layers.push(readNetwork(layer, layers.at(-1)?.outputSize ?? inputSize, `${path}${place}/`));
  const top = layers.at(-1) ?? json.fail("must have at least one layer.");
  const spec: NetworkSpec = { kind: "stacked", layers: layers.map((layer) => layer.spec) };
  return { spec, cells: layers.flatMap((layer) => layer.cells), outputSize: top.outputSize };
}

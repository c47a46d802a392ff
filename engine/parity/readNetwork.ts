import { denseActivations } from "../layers/hiddenDense.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import { mergeNames, merges } from "../wrappers/merges.ts";
import { reversedOutputs } from "../wrappers/reverse.ts";
import type { CellInCase } from "./case.ts";
import type { PlacedJson } from "./json.ts";
import { cellReaders } from "./readCell.ts";

/** A network of the format, as ours, with the cells in it and the size of its output. What is left out is not so. */
export interface ReadNetwork {
  readonly spec: NetworkSpec;
  readonly cells: readonly CellInCase[];
  /** Shapes of weights outside the cells, such as `2/highway/kernel`, which are laid out as ours; by their paths. */
  readonly plain?: ReadonlyMap<string, readonly number[]>;
  readonly outputSize: number;
  /** Whether it ends in a layer without a state. */
  readonly endless?: boolean;
  /** Whether it takes lengths and no masks. */
  readonly unmasked?: boolean;
  /** Whether it reads numbers: of ids, their one-hot vectors. */
  readonly readsNumbers?: boolean;
}

type Reader = (json: PlacedJson, inputSize: number, path: string) => ReadNetwork;

const readers: Readonly<Record<string, Reader>> = {
  ...cellReaders,
  stacked: readStacked,
  bidirectional: readBidirectional,
  reverse: readReverse,
  residual: readResidual,
  highway: readHighway,
  dense: readDense,
};

/** @param path the network's place, with its closing slash; empty for the whole. */
export function readNetwork(json: PlacedJson, inputSize: number, path = ""): ReadNetwork {
  const [entry, ...rest] = json.entries();
  if (entry === undefined || rest.length > 0) json.fail(`must have one entry, such as "lstm" or "stacked".`);
  const [kind, body] = entry;
  if (!Object.hasOwn(readers, kind)) json.fail(`"${kind}" is no network; known are ${Object.keys(readers).join(", ")}.`);
  return readers[kind]!(body, inputSize, path);
}

function readStacked(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  const layers: ReadNetwork[] = [];
  for (const [place, layer] of json.items().entries())
    layers.push(readNetwork(layer, layers.at(-1)?.outputSize ?? inputSize, `${path}${place}/`));
  const [bottom, top] = [layers[0], layers.at(-1)];
  if (bottom === undefined || top === undefined) json.fail("must have at least one layer.");
  const spec = { stacked: { layers: layers.map((layer) => layer.spec) } };
  const flags = { endless: top.endless === true, readsNumbers: bottom.readsNumbers === true };
  return { ...joined(spec, layers), ...flags, outputSize: top.outputSize };
}

function readBidirectional(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only("forward", "backward", "merge");
  const forward = readNetwork(json.get("forward"), inputSize, `${path}forward/`);
  const backward = readNetwork(json.get("backward"), inputSize, `${path}backward/`);
  const merge = json.get("merge").choice(...mergeNames);
  const [a, b] = [forward.outputSize, backward.outputSize];
  if (merge !== "concat" && a !== b)
    json.fail(`merge "${merge}" needs halves of one size; forward gives ${a} features, backward ${b}.`);
  const spec = { bidirectional: { forward: forward.spec, backward: backward.spec, merge } };
  return { ...joined(spec, [forward, backward]), outputSize: merges[merge].size(a, b) };
}

function readReverse(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only("layer", "outputs");
  const layer = readNetwork(json.get("layer"), inputSize, `${path}layer/`);
  const outputs = json.find("outputs")?.choice(...reversedOutputs) ?? "turned";
  const read = joined({ reverse: { layer: layer.spec, outputs } }, [layer]);
  return { ...read, outputSize: layer.outputSize, unmasked: read.unmasked || outputs === "computed" };
}

function readResidual(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  const layer = readAround(json, inputSize, path);
  return { ...joined({ residual: { layer: layer.spec } }, [layer]), outputSize: inputSize, readsNumbers: true };
}

function readHighway(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  const layer = readAround(json, inputSize, path);
  const own = new Map([
    [`${path}highway/kernel`, [inputSize, inputSize]],
    [`${path}highway/bias`, [inputSize]],
  ]);
  return { ...joined({ highway: { layer: layer.spec } }, [layer], own), outputSize: inputSize, readsNumbers: true };
}

function readAround(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  const layer = readNetwork(json, inputSize, `${path}layer/`);
  if (layer.outputSize === inputSize) return layer;
  return json.fail(`makes ${layer.outputSize} features of ${inputSize}, must make as many as it reads.`);
}

function readDense(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  json.only("units", "activation", "bias");
  const units = json.get("units").count();
  const activation = json.find("activation")?.choice(...denseActivations) ?? "linear";
  const bias = json.find("bias")?.flag() ?? true;
  const plain = new Map([[`${path}kernel`, [inputSize, units]]]);
  if (bias) plain.set(`${path}bias`, [units]);
  return { spec: { dense: { units, activation, bias } }, cells: [], plain, outputSize: units, endless: true };
}

/** What wrapped networks have, together. */
function joined(spec: NetworkSpec, inner: readonly ReadNetwork[], own: ReadonlyMap<string, readonly number[]> = new Map()) {
  const plain = new Map([...inner.flatMap((layer) => [...(layer.plain ?? [])]), ...own]);
  const any = (has: "endless" | "unmasked" | "readsNumbers"): boolean => inner.some((layer) => layer[has] === true);
  return {
    spec,
    cells: inner.flatMap(({ cells }) => cells),
    plain,
    endless: any("endless"),
    unmasked: any("unmasked"),
    readsNumbers: any("readsNumbers"),
  };
}

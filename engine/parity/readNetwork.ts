import type { NetworkSpec } from "../layers/networkSpec.ts";
import { mergeNames, merges } from "../wrappers/merges.ts";
import type { CellInCase } from "./case.ts";
import type { PlacedJson } from "./json.ts";
import { cellReaders } from "./readCell.ts";

/** A network of the format, as ours, with the cells in it and the size of its output. */
export interface ReadNetwork {
  readonly spec: NetworkSpec;
  readonly cells: readonly CellInCase[];
  /** Shapes of weights outside the cells, such as `2/highway/kernel`, which are laid out as ours; by their paths. */
  readonly plain?: ReadonlyMap<string, readonly number[]>;
  readonly outputSize: number;
}

type Reader = (json: PlacedJson, inputSize: number, path: string) => ReadNetwork;

const wrapperReaders: Readonly<Record<string, Reader>> = {
  stacked: readStacked,
  bidirectional: readBidirectional,
  residual: readResidual,
  highway: readHighway,
};

const readers: Readonly<Record<string, Reader>> = { ...cellReaders, ...wrapperReaders };

/** @param path the network's place, with its closing slash; empty for the whole. */
export function readNetwork(json: PlacedJson, inputSize: number, path = ""): ReadNetwork {
  const [entry, ...rest] = json.entries();
  if (entry === undefined || rest.length > 0) json.fail(`must have one entry, such as "lstm" or "stacked".`);
  const [kind, body] = entry;
  if (!Object.hasOwn(readers, kind)) json.fail(`"${kind}" is no network; known are ${Object.keys(readers).join(", ")}.`);
  return readers[kind](body, inputSize, path);
}

function readStacked(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  const layers: ReadNetwork[] = [];
  for (const [place, layer] of json.items().entries())
    layers.push(readNetwork(layer, layers.at(-1)?.outputSize ?? inputSize, `${path}${place}/`));
  const top = layers.at(-1) ?? json.fail("must have at least one layer.");
  return { ...joined({ stacked: { layers: layers.map(({ spec }) => spec) } }, layers), outputSize: top.outputSize };
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

function readResidual(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  const layer = readAround(json, inputSize, path);
  return { ...joined({ residual: { layer: layer.spec } }, [layer]), outputSize: inputSize };
}

function readHighway(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  const layer = readAround(json, inputSize, path);
  const own = new Map([
    [`${path}highway/kernel`, [inputSize, inputSize]],
    [`${path}highway/bias`, [inputSize]],
  ]);
  return { ...joined({ highway: { layer: layer.spec } }, [layer], own), outputSize: inputSize };
}

function readAround(json: PlacedJson, inputSize: number, path: string): ReadNetwork {
  const layer = readNetwork(json, inputSize, `${path}layer/`);
  if (layer.outputSize === inputSize) return layer;
  return json.fail(`makes ${layer.outputSize} features of ${inputSize}, must make as many as it reads.`);
}

/** What wrapped networks have, together. */
function joined(spec: NetworkSpec, inner: readonly ReadNetwork[], own: ReadonlyMap<string, readonly number[]> = new Map()) {
  const plain = new Map([...inner.flatMap((layer) => [...(layer.plain ?? [])]), ...own]);
  return { spec, cells: inner.flatMap(({ cells }) => cells), plain };
}

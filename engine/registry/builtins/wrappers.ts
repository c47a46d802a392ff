import { within } from "../../layers/layer.ts";
import { Bidirectional } from "../../wrappers/bidirectional.ts";
import { Dropout } from "../../wrappers/dropout.ts";
import { Highway } from "../../wrappers/highway.ts";
import { mergeNames } from "../../wrappers/merges.ts";
import { Residual } from "../../wrappers/residual.ts";
import { Reverse, reversedOutputs } from "../../wrappers/reverse.ts";
import { buildStacked } from "../../wrappers/stacked.ts";
import { entry } from "../entry.ts";
import { choice, flag, networks, number, oneNetwork, optionalNetwork } from "../options.ts";

/** At a rate of 1 nothing would be left, and what is kept would be scaled without bound. */
export const largestDropout = 0.999;

/** The wrappers that the engine brings with it. */
export const wrappers = [
  entry({
    kind: "wrapper",
    name: "stacked",
    summary: "Layers one on another",
    alone: "layers",
    options: { layers: networks(), dropout: number(0, largestDropout, 0), residual: flag(false), highway: flag(false) },
    build: (options, { scope, source, build }) => buildStacked(options, scope, source, build),
  }),
  entry({
    kind: "wrapper",
    name: "bidirectional",
    summary: "Two networks over one sequence, one in each direction",
    options: { forward: oneNetwork(), backward: optionalNetwork(), merge: choice(mergeNames, "concat") },
    build: (options, { scope, source, build }) => new Bidirectional(scope, source, options, build),
  }),
  entry({
    kind: "wrapper",
    name: "reverse",
    summary: "Reads each row's valid steps last to first",
    alone: "layer",
    options: { layer: oneNetwork(), outputs: choice(reversedOutputs, "turned") },
    build: (options, { scope, source, build }) => new Reverse(scope, source, options, build),
  }),
  entry({
    kind: "wrapper",
    name: "residual",
    summary: "The input runs around the layer and is added to its output",
    alone: "layer",
    options: { layer: oneNetwork() },
    build: ({ layer }, { scope, source, build }) => new Residual(scope, source, build(layer, within(scope, "layer"), source)),
  }),
  entry({
    kind: "wrapper",
    name: "highway",
    summary: "The input runs around the layer through a learned gate",
    alone: "layer",
    options: { layer: oneNetwork(), initialBias: number(-100, 100, -1) },
    build: ({ layer, initialBias }, { scope, source, build }) =>
      new Highway(scope, source, build(layer, within(scope, "layer"), source), initialBias),
  }),
  entry({
    kind: "layer",
    name: "dropout",
    summary: "Drops numbers by chance while training",
    options: { rate: number(0, largestDropout, undefined) },
    build: ({ rate }, { scope, source }) => new Dropout(scope, source, rate),
  }),
];

import { within } from "../../layers/layer.ts";
import { Bidirectional } from "../../wrappers/bidirectional.ts";
import { Dropout } from "../../wrappers/dropout.ts";
import { Highway } from "../../wrappers/highway.ts";
import { mergeNames } from "../../wrappers/merges.ts";
import { Residual } from "../../wrappers/residual.ts";
import { Reverse, reversedOutputs } from "../../wrappers/reverse.ts";
import { buildStacked } from "../../wrappers/stacked.ts";
import { entry } from "../entry.ts";
import { choice, flag, networks, number, oneNetwork, optionalNetwork, said } from "../options.ts";

/** At a rate of 1 nothing would be left, and what is kept would be scaled without bound. */
export const largestDropout = 0.999;

const layer = said(oneNetwork(), "What is wrapped.");

/** The wrappers that the engine brings with it. */
export const wrappers = [
  entry({
    kind: "wrapper",
    name: "stacked",
    summary: "Layers one on another",
    alone: "layers",
    options: {
      layers: said(networks(), "The layers, the lowest first."),
      dropout: said(number(0, largestDropout, 0), "How likely a number is left out between two layers while training."),
      residual: said(flag(false), "Whether each layer's input is added to its output, from the second layer on."),
      highway: said(flag(false), "Whether each layer's input runs around it through a learned gate, from the second layer on."),
    },
    build: (options, { scope, source, build }) => buildStacked(options, scope, source, build),
  }),
  entry({
    kind: "wrapper",
    name: "bidirectional",
    summary: "Two networks over one sequence, one in each direction",
    options: {
      forward: said(oneNetwork(), "What reads from the beginning."),
      backward: said(optionalNetwork(), "What reads from the end; a network like the other where left out."),
      merge: said(choice(mergeNames, "concat"), "How the outputs of the two become one."),
    },
    build: (options, { scope, source, build }) => new Bidirectional(scope, source, options, build),
  }),
  entry({
    kind: "wrapper",
    name: "reverse",
    summary: "Reads each row's valid steps last to first",
    alone: "layer",
    options: {
      layer,
      outputs: said(
        choice(reversedOutputs, "turned"),
        "Whether outputs stand at the steps that they were computed for, or in the order of their computation.",
      ),
    },
    build: (options, { scope, source, build }) => new Reverse(scope, source, options, build),
  }),
  entry({
    kind: "wrapper",
    name: "residual",
    summary: "The input runs around the layer and is added to its output",
    alone: "layer",
    options: { layer },
    build: ({ layer }, { scope, source, build }) => new Residual(scope, source, build(layer, within(scope, "layer"), source)),
  }),
  entry({
    kind: "wrapper",
    name: "highway",
    summary: "The input runs around the layer through a learned gate",
    alone: "layer",
    options: {
      layer,
      initialBias: said(
        number(-100, 100, -1),
        "What the gate's bias begins at: below 0 the input runs around the layer at first.",
      ),
    },
    build: ({ layer, initialBias }, { scope, source, build }) =>
      new Highway(scope, source, build(layer, within(scope, "layer"), source), initialBias),
  }),
  entry({
    kind: "layer",
    name: "dropout",
    summary: "Drops numbers by chance while training",
    options: { rate: said(number(0, largestDropout, undefined), "How likely a number is dropped.") },
    build: ({ rate }, { scope, source }) => new Dropout(scope, source, rate),
  }),
];

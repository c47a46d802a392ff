import { Embedding } from "../../layers/embedding.ts";
import { denseActivations, HiddenDense } from "../../layers/hiddenDense.ts";
import { OneHot } from "../../layers/oneHot.ts";
import { entry } from "../entry.ts";
import { choice, count, flag, said, whole } from "../options.ts";

/** The layers without state that the engine brings with it. */
export const layers = [
  entry({
    kind: "layer",
    name: "dense",
    summary: "The same weights at every step",
    options: {
      units: said(count(), "Units of the layer."),
      activation: said(choice(denseActivations, "linear"), "What each unit's sum is squashed by."),
      bias: said(flag(true), "Whether a bias is added."),
    },
    build: (options, { scope, source }) => new HiddenDense(scope, source, options),
  }),
  entry({
    kind: "layer",
    name: "embedding",
    summary: "A row of learned numbers for each id",
    options: {
      size: said(count(), "Numbers of each id's row."),
      padding: said(whole(0, Number.MAX_SAFE_INTEGER, null), "The id whose row is not learned from look-ups."),
    },
    build: (options, { scope, source }) => new Embedding(scope, source, options),
  }),
  entry({
    kind: "layer",
    name: "oneHot",
    summary: "A row of zeros with a 1 at the id",
    options: {},
    build: (_options, { scope, source }) => new OneHot(scope, source),
  }),
];

import { within } from "../layers/layer.ts";
import { entry } from "../registry/entry.ts";
import { networks } from "../registry/options.ts";
import { buildStacked } from "./stacked.ts";

/** The wrappers that the engine brings with it. */
export const wrappers = [
  entry({
    kind: "wrapper",
    name: "stacked",
    summary: "Layers one on another",
    options: { layers: networks() },
    build: ({ layers }, { scope, source, build }) =>
      buildStacked(layers, source, (layer, place, below) => build(layer, within(scope, String(place)), below)),
  }),
];

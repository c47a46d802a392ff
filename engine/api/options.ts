import type { Initializers } from "../initializers/initialize.ts";
import type { Readout } from "../layers/dense.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import type { LossName } from "../losses/loss.ts";
import type { Precision } from "../memory/arena.ts";
import type { ModelSpec } from "../model/blueprint.ts";
import { checkOptions, choice, count, number, oneNetwork } from "../registry/options.ts";
import type { InputSpec } from "./specs.ts";

export interface NetworkOptions {
  /** `ids(65)`, `ids(65, { embedding: 8 })` or `features(3)`. */
  readonly input: InputSpec;
  /** A cell, or cells in wrappers: `bidirectional(stacked(lstm(20), lstm(10)))`. */
  readonly layers: NetworkSpec;
  /** Which steps the dense output reads: `all`, or each row's `last` valid one. All where left out. */
  readonly readout?: Readout;
  /** Units of the dense output: classes, or numbers to be predicted. */
  readonly dense: number;
  /** `softmaxCrossEntropy` where left out; its targets are ids, those of `meanSquaredError` numbers. */
  readonly loss?: LossName;
  /** `float64` where left out. */
  readonly precision?: Precision;
  /** Of the initial weights; 1 where left out. */
  readonly seed?: number;
  /** Where left out as in Keras: Glorot's uniform kernels, orthogonal recurrent kernels, biases of zero. */
  readonly initializers?: Partial<Initializers>;
}

const schema = {
  layers: oneNetwork(),
  readout: choice(["all", "last"], "all"),
  dense: count(),
  loss: choice(["softmaxCrossEntropy", "meanSquaredError"], "softmaxCrossEntropy"),
  precision: choice(["float32", "float64"], "float64"),
  seed: number(0, 0xffffffff, 1),
};

/** @throws EngineError `badConfiguration`; what is within the layers is checked where they are built. */
export function checkNetwork({ input, initializers: _, ...options }: NetworkOptions) {
  const kinds = { kind: choice(["ids", "features"], undefined), size: count() };
  const { embedding, ...size } = input;
  checkOptions(kinds, size, "input");
  if (embedding) checkOptions({ size: count() }, embedding as Record<string, unknown>, "embedding of the input");
  return checkOptions(schema, options as Record<string, unknown>, "network");
}

export function specOf({
  input: { kind, size, embedding },
  layers,
  dense,
  loss = "softmaxCrossEntropy",
}: NetworkOptions): ModelSpec {
  return {
    input: { kind, size },
    ...(embedding ? { embedding } : {}),
    network: layers,
    dense: { units: dense, bias: true },
    loss,
  };
}

import type { Initializers } from "../initializers/initialize.ts";
import { denseActivations } from "../layers/hiddenDense.ts";
import type { NamedSpec, NetworkSpec } from "../layers/networkSpec.ts";
import { type Readout, readouts } from "../layers/readout.ts";
import type { Precision } from "../memory/arena.ts";
import type { HiddenSpec, ModelSpec } from "../model/blueprint.ts";
import type { TrainedStates } from "../model/initialState.ts";
import { choice, count, flag, group, list, named, number, oneNetwork, optionalGroup, whole } from "../registry/options.ts";
import { refuse } from "./arrays.ts";
import { checkGiven } from "./given.ts";
import type { InputSpec } from "./specs.ts";

export interface NetworkOptions {
  /** `ids(65)`, `ids(65, { embedding: 8 })` or `features(3)`. */
  readonly input: InputSpec;
  /** A cell, or cells in wrappers: `bidirectional(stacked(lstm(20), lstm(10)))`. */
  readonly layers: NetworkSpec;
  /**
   * What the head reads: the outputs of `all` steps, of each row's `last` valid one, their `mean` over valid steps, or the `final` state's h. All
   * where left out.
   */
  readonly readout?: Readout;
  /** Dense layers between what is read and the output, from below: `[{ units: 12, activation: "tanh" }]`. None where left out. */
  readonly hidden?: readonly HiddenSpec[];
  /** Units of the dense output: classes, or numbers to be predicted. `tied`: its kernel is the embedding's, transposed. */
  readonly dense: number | { readonly units: number; readonly bias?: boolean; readonly tied?: boolean };
  /**
   * `softmaxCrossEntropy` where left out, whose targets are ids; those of `meanSquaredError`, `meanAbsoluteError` and `binaryCrossEntropy` are
   * numbers. With options: `{ softmaxCrossEntropy: { labelSmoothing: 0.1 } }`.
   */
  readonly loss?: NamedSpec;
  /** Whether initial states are learned, all or those of some paths, such as `["forward/0/h"]`: weights `initialState/forward/0/h`. */
  readonly trainInitialState?: TrainedStates;
  /** `float64` where left out. */
  readonly precision?: Precision;
  /** Of the initial weights; 1 where left out. */
  readonly seed?: number;
  /** Where left out as in Keras: Glorot's uniform kernels, orthogonal recurrent kernels, biases of zero. */
  readonly initializers?: Partial<Initializers>;
}

const schema = {
  layers: oneNetwork(),
  readout: choice(readouts, "all"),
  hidden: list(group({ units: count(), activation: choice(denseActivations, "linear"), bias: flag(true) })),
  loss: named("loss", "softmaxCrossEntropy"),
  precision: choice(["float32", "float64"], "float64"),
  seed: number(0, 0xffffffff, 1),
};

const inputSchema = {
  kind: choice(["ids", "features"], undefined),
  size: count(),
  embedding: optionalGroup({ size: count(), padding: whole(0, Number.MAX_SAFE_INTEGER, null) }),
};

const denseSchema = { units: count(), bias: flag(true), tied: flag(false) };

const elsewhere = ["input", "dense", "trainInitialState", "initializers"] as const;

/** @throws EngineError `badConfiguration`; what is within the layers and the loss is checked where they are built. */
export function checkNetwork(options: NetworkOptions) {
  const checked = checkGiven(schema, elsewhere, options, "network");
  const { input, dense, trainInitialState = false, initializers = {} } = options;
  const output =
    typeof dense === "object"
      ? checkGiven(denseSchema, [], dense, "dense of the network")
      : { units: checkGiven({ dense: count() }, [], { dense }, "network").dense, bias: true, tied: false };
  if (typeof input !== "object" || input === null) refuse("network: input", "is missing, must be such as ids(65)", "Give one.");
  checkInitializers(initializers);
  checkTrained(trainInitialState);
  return { ...checked, input: checkGiven(inputSchema, [], input, "input"), dense: output, trainInitialState };
}

export function specOf({ input, layers, hidden, dense, loss, trainInitialState }: ReturnType<typeof checkNetwork>): ModelSpec {
  const { kind, size, embedding } = input;
  const { padding = null } = embedding ?? {};
  return {
    input: { kind, size },
    ...(embedding ? { embedding: { size: embedding.size, ...(padding === null ? {} : { padding }) } } : {}),
    network: layers,
    hidden,
    dense,
    loss,
    trainInitialState,
  };
}

const initialized = { kernel: true, recurrentKernel: true, bias: true, embedding: true } satisfies Record<
  keyof Initializers,
  true
>;

function checkInitializers(initializers: Partial<Initializers>): void {
  checkGiven({}, Object.keys(initialized), initializers, "initializers");
  for (const [name, initializer] of Object.entries(initializers))
    if (initializer !== undefined && typeof initializer !== "function")
      refuse(`initializers: ${name}`, `is ${typeof initializer}, must be one such as glorotUniform`, "Give an initializer.");
}

function checkTrained(trained: unknown): void {
  const isPaths = Array.isArray(trained) && trained.every((path) => typeof path === "string");
  if (typeof trained !== "boolean" && !isPaths)
    refuse("network: trainInitialState", "must be true, false, or a list of states", 'Name them so: ["forward/0/h"].');
}

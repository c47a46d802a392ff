import fc from "fast-check";
import { Numbers } from "./numbers.ts";
import type {
  CellNetwork,
  GateActivation,
  LossName,
  Merge,
  ModelDescription,
  Network,
  OptimizerDescription,
  Question,
  Step,
} from "./parityCase.ts";

/**
 * Draws networks with everything that the parity format can say: every cell, layout and option in every wrapper, lengths, states, losses and
 * optimizers. Small and lopsided: T ≥ 3, N ≥ 2, and the sizes of the input (6 to 8) and of neighbouring layers (2 to 5) differ.
 */

export interface DrawOptions {
  /** Also what goes beyond the shared format: peepholes, projection, cell clipping, Keras 3's hard sigmoid, residual, highway, embedding. */
  readonly extensions?: boolean;
  /** Optimizer steps of each case. */
  readonly steps?: number;
}

/** A network whose output has a given size. `depth`: how many wrappers may still lie around a cell. */
interface Wanted {
  readonly size: number;
  readonly depth: number;
  readonly extensions: boolean;
}

const hiddenSizes = [2, 3, 4, 5] as const;
const merges: readonly Merge[] = ["sum", "multiply", "average"];
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
/** Without the fields that are undefined: a case is JSON. */
const defined = <T extends object>(fields: T) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

const gateActivations = (extensions: boolean) =>
  fc.constantFrom<GateActivation[]>("sigmoid", "hardSigmoid", ...(extensions ? (["hardSigmoidKeras3"] as const) : []));

function lstms({ size, extensions }: Wanted): fc.Arbitrary<CellNetwork> {
  const plain = fc.record({
    layout: fc.constantFrom("pytorch", "keras", "tensorflow", "deepBreathe"),
    forgetBias: optional(fc.constantFrom(1, -0.7)),
    recurrentActivation: optional(gateActivations(extensions)),
  });
  const more = fc.record({
    peepholes: optional(fc.constant(true)),
    // H is larger than P, as PyTorch wants it.
    projectionSize: optional(fc.constant(size)),
    cellClip: optional(fc.constant(0.35)),
  });
  const lstm = (options: object) => ({ lstm: { hiddenSize: "projectionSize" in options ? size + 2 : size, ...options } });
  if (!extensions) return plain.map((options) => lstm(defined(options)) as CellNetwork);
  return fc.tuple(plain, more).map(([first, second]) => lstm(defined({ ...first, ...second })) as CellNetwork);
}

const grus = ({ size, extensions }: Wanted): fc.Arbitrary<CellNetwork> =>
  fc.oneof(
    fc.constant<CellNetwork>({ gru: { hiddenSize: size, layout: "pytorch" } }),
    fc
      .record({ resetAfter: fc.boolean(), recurrentActivation: optional(gateActivations(extensions)) })
      .map((options): CellNetwork => ({ gru: { hiddenSize: size, layout: "keras", ...defined(options) } })),
  );

const rnns = ({ size }: Wanted): fc.Arbitrary<CellNetwork> =>
  fc.constantFrom("tanh", "relu").map((activation) => ({ rnn: { hiddenSize: size, layout: "pytorch", activation } }));

/** Normalizing fewer than four units leaves little but signs, and gradients that are rounding errors. */
const layerNormLstms = ({ size }: Wanted): fc.Arbitrary<CellNetwork> =>
  fc.constantFrom(0, 1).map((forgetBias) => ({ layerNormLstm: { hiddenSize: size, layout: "tensorflow", forgetBias } }));

export const cells = (wanted: Wanted): fc.Arbitrary<CellNetwork> =>
  fc.oneof(
    { weight: 3, arbitrary: lstms(wanted) },
    grus(wanted),
    rnns(wanted),
    ...(wanted.size >= 4 ? [layerNormLstms(wanted)] : []),
  );

function stacks(wanted: Wanted): fc.Arbitrary<Network> {
  const inner = { ...wanted, depth: wanted.depth - 1 };
  const lower = fc.constantFrom(...hiddenSizes.filter((size) => size !== wanted.size));
  return lower.chain((size) => fc.tuple(networks({ ...inner, size }), networks(inner)).map((stacked): Network => ({ stacked })));
}

/** A layer around which its input runs must be as wide as that input: it stands on a layer of the same size. */
function detours(wanted: Wanted): fc.Arbitrary<Network> {
  const inner = { ...wanted, depth: wanted.depth - 1 };
  const around = (layer: Network): fc.Arbitrary<Network> => fc.constantFrom({ residual: layer }, { highway: layer });
  return fc.tuple(networks(inner), networks(inner).chain(around)).map((stacked): Network => ({ stacked }));
}

function bothWays(wanted: Wanted): fc.Arbitrary<Network> {
  const inner = { ...wanted, depth: wanted.depth - 1 };
  const merged = fc
    .tuple(networks(inner), networks(inner), fc.constantFrom(...merges))
    .map(([forward, backward, merge]): Network => ({ bidirectional: { forward, backward, merge } }));
  if (wanted.size < 4) return merged;
  const concatenated = fc
    .tuple(networks({ ...inner, size: 2 }), networks({ ...inner, size: wanted.size - 2 }))
    .map(([forward, backward]): Network => ({ bidirectional: { forward, backward, merge: "concat" } }));
  return fc.oneof(merged, concatenated);
}

export function networks(wanted: Wanted): fc.Arbitrary<Network> {
  if (wanted.depth === 0) return cells(wanted);
  const wrapped = [stacks(wanted), bothWays(wanted), ...(wanted.extensions ? [detours(wanted)] : [])];
  return fc.oneof(cells(wanted), ...wrapped.map((arbitrary) => ({ weight: 2, arbitrary })));
}

const optimizers: fc.Arbitrary<OptimizerDescription> = fc
  .tuple(
    fc.constantFrom<OptimizerDescription[]>(
      { name: "sgd", learningRate: 0.05 },
      { name: "sgd", learningRate: 0.02, momentum: 0.8 },
      { name: "sgd", learningRate: 0.02, momentum: 0.8, nesterov: true },
      { name: "adam", learningRate: 0.01 },
      { name: "adam", learningRate: 0.005, beta1: 0.8, beta2: 0.99, epsilon: 1e-6 },
      { name: "adamw", learningRate: 0.01, weightDecay: 0.05 },
      { name: "rmsprop", learningRate: 0.002, decay: 0.9 },
      { name: "adagrad", learningRate: 0.03 },
    ),
    fc.constantFrom({}, {}, { clipNorm: 0.3 }, { clipValue: 0.05 }),
  )
  .map(([optimizer, clipping]) => ({ ...optimizer, ...clipping }));

const sizes = (extensions: boolean) =>
  fc.record({
    network: fc.constantFrom(3, 4, 5).chain((size) => networks({ size, depth: 2, extensions })),
    inputSize: fc.constantFrom(6, 7, 8),
    embedded: extensions ? fc.boolean() : fc.constant(false),
    loss: fc.constantFrom<LossName[]>("softmaxCrossEntropy", "meanSquaredError"),
    readout: fc.constantFrom("all", "last"),
    ids: fc.boolean(),
    batch: fc.constantFrom(2, 3),
    time: fc.constantFrom(3, 4, 5),
  });

type Sizes = ReturnType<typeof sizes> extends fc.Arbitrary<infer T> ? T : never;

/** Questions for the oracles. The numbers come from one seed, so that a failing case shrinks in its structure. */
export function questions({ extensions = false, steps = 50 }: DrawOptions = {}): fc.Arbitrary<Question> {
  return fc
    .record({
      sizes: sizes(extensions),
      optimizer: optimizers,
      seed: fc.nat(),
      withLengths: fc.boolean(),
      withStates: fc.boolean(),
      carryState: fc.boolean(),
    })
    .map(({ sizes: drawn, optimizer, seed, withLengths, withStates, carryState }): Question => {
      const numbers = new Numbers(seed);
      const model = modelOf(drawn);
      return {
        format: "lstm-parity/1",
        name: `Drawn from ${seed}`,
        model,
        weights: numbers.weights(model),
        ...(withStates ? { initialState: numbers.states(model, drawn.batch) } : {}),
        optimizer,
        carryState,
        steps: Array.from({ length: steps }, () => stepOf(model, drawn, withLengths, numbers)),
      };
    });
}

function modelOf({ inputSize, embedded, network, readout, loss }: Sizes): ModelDescription {
  const model = { inputSize, network, readout, dense: { units: 7 }, loss };
  return embedded ? { ...model, embedding: { size: 6 } } : model;
}

function stepOf(model: ModelDescription, { batch, time, ids }: Sizes, withLengths: boolean, numbers: Numbers): Step {
  const { inputSize, embedding, readout, dense, loss } = model;
  const read = readout === "all" ? time : 1;
  return {
    inputs: ids || embedding ? numbers.ids(batch, time, inputSize) : numbers.tensor([batch, time, inputSize], 0, 1.5),
    targets:
      loss === "softmaxCrossEntropy" ? numbers.ids(batch, read, dense.units) : numbers.tensor([batch, read, dense.units], 0, 1),
    ...(withLengths ? { lengths: Array.from({ length: batch }, () => 1 + numbers.below(time)) } : {}),
  };
}

import fc from "fast-check";
import type { KernelSource } from "../../../engine/kernels/sets/choose.ts";
import type { NetworkSpec } from "../../../engine/layers/networkSpec.ts";
import { readouts } from "../../../engine/layers/readout.ts";
import { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import { Random } from "../../../engine/random/random.ts";
import { hasEnd, multiplies, networksOf, takesMasks } from "../engine/gradients/drawNetwork.ts";

const size = fc.constantFrom(1, 3, 4, 5, 8, 16, 17, 32, 65);

/** One or two layers as most are, of ordinary sizes. */
const plainStacks = fc
  .record({ kind: fc.constantFrom("lstm", "gru", "rnn"), hidden: size, above: fc.option(size, { nil: null }) })
  .map(({ kind, hidden, above }) => ({
    largest: Math.max(hidden, above ?? 0),
    network: {
      stacked: { layers: [hidden, ...(above === null ? [] : [above])].map((hiddenSize) => ({ [kind]: { hiddenSize } })) },
    },
  }));

/** Every cell and wrapper of the registry with every option, wrapped in one another. */
const anyNetworks = size.chain((largest) => networksOf(largest, 2).map((network) => ({ largest, network })));

const passes = {
  vocabulary: fc.constantFrom(2, 3, 10, 17, 64, 65),
  steps: fc.constantFrom(1, 3, 5, 8),
  batch: fc.constantFrom(1, 2, 3, 5, 8, 17),
  ids: fc.boolean(),
  readout: fc.constantFrom(...readouts),
  masks: fc.boolean(),
  loss: fc.constantFrom(
    "softmaxCrossEntropy",
    { softmaxCrossEntropy: { labelSmoothing: 0.1, mean: "rows" } },
    { softmaxCrossEntropy: { targets: "probabilities" } },
    "binaryCrossEntropy",
  ),
  seed: fc.integer({ min: 1, max: 1e6 }),
};

const drawnWith = (networks: fc.Arbitrary<{ readonly largest: number; readonly network: NetworkSpec }>) =>
  fc.record({ ...passes, drawn: networks }).map(({ drawn, readout, ...rest }) => ({
    ...rest,
    ...drawn,
    readout: readout === "final" && !hasEnd(drawn.network) ? ("mean" as const) : readout,
  }));

/** What a dropped unit leaves is scaled up; from more than this a recurrent network multiplies every rounding from step to step. */
const mostDropped = 0.3;

const tamed = (network: NetworkSpec): NetworkSpec =>
  withOptions(network, (key, value) => (key === "recurrentDropout" ? Math.min(mostDropped, Number(value)) : value));

const bounds = ["cellClip", "gateClip", "projectionClip"];

const smooth = (network: NetworkSpec): NetworkSpec =>
  withOptions(network, (key, value) => {
    if (bounds.includes(key)) return null;
    if (value === "hardSigmoid" || value === "hardSigmoidKeras3") return "sigmoid";
    return value === "relu" ? "tanh" : value;
  });

function withOptions(network: NetworkSpec, change: (key: string, value: unknown) => unknown): NetworkSpec {
  return JSON.parse(JSON.stringify(network), change) as NetworkSpec;
}

const corneredNetworks = anyNetworks.map(({ largest, network }) => ({ largest, network: tamed(network) }));
const smoothNetworks = corneredNetworks.map(({ largest, network }) => ({ largest, network: smooth(network) }));

/** Networks with hard sigmoids, relu and clipped states among them. */
export const cornered = drawnWith(corneredNetworks);
/** Networks that have a derivative everywhere. */
export const smoothOnes = drawnWith(fc.oneof(plainStacks, { weight: 2, arbitrary: smoothNetworks }));

type Drawn = typeof smoothOnes extends fc.Arbitrary<infer T> ? T : never;

/** Numbers that float32 holds exactly, the same for both precisions. */
export function build(given: Drawn, precision: "float32" | "float64", kernels: KernelSource): SequenceModel {
  const { network, largest, vocabulary, steps, batch, ids, readout, masks, loss, seed } = given;
  const spec = {
    input: { kind: ids ? "ids" : "features", size: vocabulary },
    network,
    dense: { units: vocabulary, bias: true },
    loss,
  } as const;
  const model = new SequenceModel(spec, { steps, batch, precision, training: true, slots: 0, readout, masks }, kernels);
  const random = new Random(seed);
  // As large as in trained networks: larger recurrent weights multiply every rounding from step to step.
  const width = (multiplies(network) ? 0.5 : 2) / Math.sqrt(Math.max(4, largest));
  for (const array of [model.values, model.state, model.features, model.targetFeatures])
    for (let i = 0; i < array.length; i++) array[i] = Math.fround((2 * random.uniform() - 1) * width);
  for (const array of [model.inputs, model.targets]) for (let i = 0; i < array.length; i++) array[i] = random.below(vocabulary);
  if (masks && takesMasks(network)) model.setMask(Array.from({ length: steps * batch }, () => random.below(3) > 0));
  else if (masks) model.setLengths(Array.from({ length: batch }, () => random.below(steps + 1)));
  model.dropOut(seed);
  return model;
}

export function train(model: SequenceModel): number {
  model.forward();
  const loss = model.loss();
  model.zeroGradients();
  model.backward();
  model.carryState();
  return loss;
}

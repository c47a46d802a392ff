import { setOf } from "../../../engine/kernels/sets/choose.ts";
import type { NetworkSpec } from "../../../engine/layers/networkSpec.ts";
import type { ModelSpec } from "../../../engine/model/blueprint.ts";
import { type KernelFactory, SequenceModel } from "../../../engine/model/sequenceModel.ts";
import type { ModelPlan } from "../../../engine/model/shape.ts";
import { Random } from "../../../engine/random/random.ts";
import type { Registry } from "../../../engine/registry/registry.ts";

/** What a law draws: sizes, kinds and a seed. */
export interface Drawn {
  readonly T: number;
  readonly N: number;
  readonly D: number;
  readonly units: number;
  readonly input: "ids" | "features";
  readonly loss: ModelSpec["loss"];
  readonly readout: ModelPlan["readout"];
  readonly seed: number;
  /** Whether the rows of the batch are of different lengths, or have steps masked anywhere; some may have none at all. */
  readonly masks?: "lengths" | "holes" | null;
  readonly hidden?: ModelSpec["hidden"];
  readonly trainInitialState?: boolean;
  readonly targetWeights?: boolean;
}

export const maskings = [null, "lengths", "holes"] as const;
export { readouts } from "../../../engine/layers/readout.ts";

export const usual: Drawn = { T: 4, N: 3, D: 5, units: 6, input: "ids", loss: "softmaxCrossEntropy", readout: "all", seed: 7 };

/** A model whose weights, states, inputs and targets are all different from one another, none of them zero. */
export function buildRandom(
  network: NetworkSpec,
  drawn: Drawn,
  plan: Partial<ModelPlan> = {},
  kernels?: KernelFactory,
  registry?: Registry,
): SequenceModel {
  const { T, N, D, units, input, loss, readout, hidden = [], trainInitialState = false } = drawn;
  const spec: ModelSpec = {
    input: { kind: input, size: D },
    network,
    hidden,
    dense: { units, bias: true },
    loss,
    trainInitialState,
  };
  const wholePlan: ModelPlan = {
    steps: T,
    batch: N,
    precision: "float64",
    training: true,
    slots: 0,
    readout,
    masks: (drawn.masks ?? null) !== null,
    targetWeights: drawn.targetWeights ?? false,
    ...plan,
  };
  const model = new SequenceModel(spec, wholePlan, kernels && setOf(kernels), registry);
  fillRandom(model, drawn);
  return model;
}

/** Draws are made in float64 and in one order, so that models of both precisions get the same numbers. */
export function fillRandom(model: SequenceModel, { T, N, D, units, seed, masks = null }: Drawn): void {
  const random = new Random(seed);
  for (const numbers of [model.values, model.state, model.features, model.targetFeatures])
    for (let i = 0; i < numbers.length; i++) numbers[i] = 0.5 * random.normal();
  for (let i = 0; i < model.inputs.length; i++) model.inputs[i] = random.below(D);
  for (let i = 0; i < model.targetWeights.length; i++) model.targetWeights[i] = 0.1 + random.uniform();
  for (let i = 0; i < model.targets.length; i++) model.targets[i] = random.below(units);
  if (masks === "lengths") model.setLengths(Array.from({ length: N }, () => random.below(T + 1)));
  if (masks === "holes") model.setMask(Array.from({ length: T * N }, () => random.below(3) > 0));
}

/** NaN wherever a pass must not rely on what it finds. */
export function soil(model: SequenceModel): void {
  const { activations, flow } = model.blueprint.layout;
  for (const { offset, size } of [activations, flow]) model.arena.floats.fill(Number.NaN, offset, offset + size);
}

export function pass(model: SequenceModel): number {
  model.forward();
  const loss = model.loss();
  model.zeroGradients();
  model.backward();
  return loss;
}

/** Largest |a - b|; NaN if any is. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers cannot be compared with ${b.length}.`);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}

/** The network's outputs of the last pass, [N][T][F]. */
export function outputsOf(model: SequenceModel): number[][][] {
  const { values, size } = model.blueprint.network.output;
  const row = (t: number, n: number) => {
    const at = values.at(t) + n * size;
    return [...model.arena.floats.subarray(at, at + size)];
  };
  return Array.from({ length: model.plan.batch }, (_, n) => Array.from({ length: model.steps }, (_, t) => row(t, n)));
}

export function logitsOf(model: SequenceModel): number[] {
  return Array.from({ length: model.steps }, (_, t) => [...model.logits(t)]).flat();
}

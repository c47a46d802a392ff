import type { KernelSource } from "../../../engine/kernels/sets/choose.ts";
import type { ModelSpec } from "../../../engine/model/blueprint.ts";
import { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import type { ModelPlan } from "../../../engine/model/shape.ts";
import type { Optimizer } from "../../../engine/optimizers/optimizer.ts";
import { Random } from "../../../engine/random/random.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { initialize } from "../../../engine/runs/initialize.ts";
import { optimizerOf } from "../../../engine/runs/optimizerOf.ts";
import type { Carry } from "../../../engine/tasks/task.ts";
import type { Batcher } from "../../../engine/text/batching/batcher.ts";
import { Trainer } from "../../../engine/training/trainer.ts";

/** The commonest model: tokens in, a stack of equal LSTMs, the next token's logits out. */
export interface PlainShape {
  readonly vocabularySize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly forgetBias: number;
}

export const registry = createRegistry();

export const plainSpec = ({ vocabularySize, hiddenSize, layers, forgetBias }: PlainShape): ModelSpec => ({
  input: { kind: "ids", size: vocabularySize },
  network: { stacked: Array.from({ length: layers }, () => ({ lstm: { hiddenSize, forgetBias } })) },
  dense: { units: vocabularySize, bias: true },
  loss: "softmaxCrossEntropy",
});

export const plainModel = (shape: PlainShape, plan: ModelPlan, kernels?: KernelSource): SequenceModel =>
  new SequenceModel(plainSpec(shape), plan, kernels, registry);

/** Glorot's uniform kernels, orthogonal recurrent ones, biases of zero. */
export function initializePlain(
  { parameters }: SequenceModel,
  seed: number,
  initializers: { readonly kernel?: string | object; readonly recurrentKernel?: string | object } = {},
): void {
  const { kernel = "glorotUniform", recurrentKernel = "orthogonal" } = initializers;
  const named = { kernel, recurrentKernel, bias: "zeros", weights: null } as Parameters<typeof initialize>[2];
  initialize(registry, parameters, named, new Random(seed));
}

export interface PlainRule {
  readonly optimizer: string;
  readonly learningRate: number;
  /** 0 for none. */
  readonly clipNorm: number;
}

export const plainOptimizer = ({ optimizer, learningRate, clipNorm }: PlainRule): Optimizer =>
  optimizerOf(registry, { optimizer, learningRate, clipping: { norm: clipNorm, epsilon: 0, each: null, value: null } }).optimizer;

export const slotsOf = (optimizer: string): number => plainOptimizer({ optimizer, learningRate: 0, clipNorm: 0 }).slots;

export function plainTrainer(
  model: SequenceModel,
  batcher: Batcher,
  rule: PlainRule,
  { stopsExplosion = false, carry = "all" }: { readonly stopsExplosion?: boolean; readonly carry?: Carry } = {},
): Trainer {
  return new Trainer(model, {
    batcher,
    optimizer: plainOptimizer(rule),
    seed: 1,
    carry,
    initialState: null,
    blindLoss: Math.log(model.blueprint.head.units),
    gradientScale: 1,
    stopsExplosion,
    validates: false,
    earlyStopping: null,
    watchEvery: 100,
    learningRate: rule.learningRate,
    clipNorm: rule.clipNorm,
  });
}

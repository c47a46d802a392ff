import type { KernelSource } from "../kernels/sets/choose.ts";
import type { Trace } from "../layers/layer.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import { type Blueprint, draw, type ModelSpec } from "./blueprint.ts";
import { SequenceModel } from "./sequenceModel.ts";
import type { ModelPlan, ModelShape } from "./shape.ts";

export type { ModelPlan, ModelShape } from "./shape.ts";

/**
 * Tokens in, the next token's logits out: one-hot ids, stacked LSTMs, a dense layer, softmax cross-entropy.
 * Parameters are `lstm/0/kernel` [V, 4H], `lstm/0/recurrentKernel` [H, 4H], `lstm/0/bias` [4H], …, `dense/kernel` [H, V], `dense/bias` [V].
 * `state` is [layers, 2 (h, c), N, H].
 */
export class LanguageModel extends SequenceModel {
  readonly shape: ModelShape;
  /**
   * What each layer holds, the bottom one first, by name and step, each [T, N, H]: the gates `i f g o`, the states `c`, `tanhC`, `h`,
   * and with training the gradients `di df dg do` (of pre-activations), `dh`, `dc`. Views: they change with each pass.
   */
  readonly layers: readonly Trace[];

  /** @throws EngineError `outOfMemory`, `badConfiguration` */
  constructor(shape: ModelShape, plan: ModelPlan, kernels?: KernelSource) {
    super(specOf(shape), plan, kernels);
    this.shape = shape;
    this.layers = this.cells.map((cell) => cell.trace(this.arena.floats));
  }

  /** What it would be, with nothing allocated. */
  static blueprint(shape: ModelShape, plan: ModelPlan): Blueprint {
    return draw(createRegistry(), specOf(shape), plan);
  }

  /** Bytes of the arena and of the kernels' workspace on one thread, known before anything is allocated. */
  static plannedBytes(shape: ModelShape, plan: ModelPlan): number {
    return LanguageModel.blueprint(shape, plan).plannedBytes;
  }
}

function specOf({ vocabularySize, hiddenSize, layers, forgetBias }: ModelShape): ModelSpec {
  return {
    input: { kind: "ids", size: vocabularySize },
    networkPath: "lstm/",
    network: { stacked: { layers: Array.from({ length: layers }, () => ({ lstm: { hiddenSize, forgetBias } })) } },
    dense: { units: vocabularySize, bias: true },
    loss: "softmaxCrossEntropy",
  };
}

import type { FloatArray } from "../memory/arena.ts";
import type { Parameter } from "../memory/parameter.ts";
import type { ModelPlan, ModelShape } from "./shape.ts";

export type { ModelPlan, ModelShape } from "./shape.ts";

/** Signatures first; the body follows. */
export declare class LanguageModel {
  constructor(shape: ModelShape, plan: ModelPlan);
  /** Bytes of the arena, known before anything is allocated. */
  static plannedBytes(shape: ModelShape, plan: ModelPlan): number;
  readonly shape: ModelShape;
  readonly plan: ModelPlan;
  readonly plannedBytes: number;
  /** In memory order. */
  readonly parameters: readonly Parameter[];
  /** All parameters, one contiguous view. */
  readonly values: FloatArray;
  /** Same layout as `values`; empty without training. */
  readonly gradients: FloatArray;
  /** One array for each optimizer slot, same layout as `values`. */
  readonly slots: readonly FloatArray[];
  /** Ids, [T, N], time-major. */
  readonly inputs: Int32Array;
  /** Ids, [T, N]; [N] with readout `last`. */
  readonly targets: Int32Array;
  /** Initial state, [layers, 2 (h, c), N, H]; zero it to reset. */
  readonly state: FloatArray;
  /** Asked between any two time steps; once true, the pass throws `StepInterrupted`. */
  interrupted: () => boolean;
  /** Reads `inputs` and `state`, leaves logits. @param steps how many time steps, from 1 to T; T where left out. */
  forward(steps?: number): void;
  /** The final state of the last forward pass becomes the initial state. */
  carryState(): void;
  /** [N, V] of one step (of the last step, whatever `step`, with readout `last`). A view: no copy, no allocation. */
  logits(step: number): FloatArray;
  /** Mean softmax cross-entropy over N and the steps read, in nats. */
  loss(): number;
  /** Adds the loss's gradient to `gradients`. Needs `forward` and `loss` before it. */
  backward(): void;
}

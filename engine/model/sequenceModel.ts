import { interruptible } from "../kernels/interruptible.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { fastestSet, type KernelSource } from "../kernels/sets/choose.ts";
import type { CellPlace } from "../layers/layer.ts";
import { meanLoss, meanLossOfValid } from "../losses/mean.ts";
import type { Arena, FloatArray } from "../memory/arena.ts";
import type { Block } from "../memory/block.ts";
import type { ParameterBlock, Section } from "../memory/ledger.ts";
import type { Parameter } from "../memory/parameter.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Registry } from "../registry/registry.ts";
import { type Blueprint, draw, type ModelSpec } from "./blueprint.ts";
import { checkIds } from "./checkIds.ts";
import type { ModelPlan } from "./shape.ts";
import { StateLayout } from "./stateLayout.ts";

export type { KernelFactory } from "../kernels/sets/choose.ts";

/**
 * A network with a dense output and a loss, in one arena. A step of training is `forward`, `loss`, `zeroGradients`, `backward`, in
 * this order; to predict, `forward` alone. Between them no memory is allocated.
 */
export class SequenceModel {
  readonly spec: ModelSpec;
  readonly plan: ModelPlan;
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly blueprint: Blueprint;
  /** In memory order. */
  readonly parameters: readonly Parameter[];
  /** All parameters, one contiguous view. */
  readonly values: FloatArray;
  /** Same layout as `values`; empty without training. */
  readonly gradients: FloatArray;
  /** One array for each optimizer slot, same layout as `values`. */
  readonly slots: readonly FloatArray[];
  /** Ids, [T, N], time-major; empty where the input is real numbers. */
  readonly inputs: Int32Array;
  /** Real inputs, [T, N, D], time-major; empty where the input is ids. */
  readonly features: FloatArray;
  /** Ids, [T, N]; [N] with readout `last`; empty where the loss wants real numbers. */
  readonly targets: Int32Array;
  /** Real targets, [T, N, units]; [N, units] with readout `last`; empty where the loss wants ids. */
  readonly targetFeatures: FloatArray;
  /** Initial state: [N, H] of h, then of c, cell after cell; zero it to reset. */
  readonly state: FloatArray;
  /** What stands where in `state`. */
  readonly stateLayout: StateLayout;
  /** Asked between any two time steps; once true, the pass throws `StepInterrupted`. */
  interrupted: () => boolean = () => false;
  /** Added to the gradient of the final state before a pass back; laid out as `state`; empty where the plan has none. */
  readonly finalStateGradient: FloatArray;
  /**
   * Valid steps of each row, [N], from 1 to the steps of the pass; empty where the plan has none. All T until written. Inputs past a
   * row's length are set to zero, targets there are not read.
   */
  readonly lengths: Int32Array;
  /** Lets threads go that help with its kernels: the model works on, alone. */
  readonly dismissThreads: () => void;
  readonly #logits: readonly FloatArray[];
  /** How far a step has come, and over how many time steps. */
  #done: "nothing" | "forward" | "loss" = "nothing";
  #steps = 0;

  /** @throws EngineError `outOfMemory`, `badConfiguration` */
  constructor(spec: ModelSpec, plan: ModelPlan, source: KernelSource = fastestSet, registry: Registry = createRegistry()) {
    const blueprint = draw(registry, spec, plan);
    const { layout, source: input, dense, targets, state } = blueprint;
    this.spec = spec;
    this.plan = plan;
    this.blueprint = blueprint;
    const { arena, kernels, multiplyAdds, dismiss } = source(layout.floatCount, layout.intCount, plan.precision);
    this.arena = arena;
    this.kernels = interruptible(kernels, () => this.interrupted(), multiplyAdds);
    this.dismissThreads = dismiss;
    this.parameters = blueprint.ledger.parameters.map((block) => this.#parameter(block));
    this.values = this.#section(layout.values);
    this.gradients = this.#section(layout.gradients);
    this.slots = layout.slots.map((slot) => this.#section(slot));
    this.inputs = this.#ids(input.kind === "ids" ? input.ids : null);
    this.features = this.#floats(input.kind === "features" ? input.values : null);
    this.targets = this.#ids(blueprint.loss.targets === "ids" ? targets : null);
    this.targetFeatures = this.#floats(blueprint.loss.targets === "features" ? targets : null);
    this.state = this.#floats(state);
    this.stateLayout = new StateLayout(blueprint.network.cells, plan.batch);
    this.finalStateGradient = this.#floats(blueprint.finalStateGradient);
    this.lengths = this.#ids(blueprint.pass.lengths).fill(plan.steps);
    this.#logits = Array.from({ length: dense.logits.shape[0] }, (_, step) => this.#stepOf(dense.logits, step));
  }

  get plannedBytes(): number {
    return this.blueprint.plannedBytes;
  }

  get cells(): readonly CellPlace[] {
    return this.blueprint.network.cells;
  }

  /** Time steps of the last forward pass. */
  get steps(): number {
    return this.#steps;
  }

  /** Reads inputs and state, leaves logits. @param steps how many time steps, from 1 to T; T where left out. */
  forward(steps = this.plan.steps): void {
    if (!Number.isInteger(steps) || steps < 1 || steps > this.plan.steps)
      throw new RangeError(`A forward pass of ${steps} steps was asked for; the model was planned for 1 to ${this.plan.steps}.`);
    const rows = steps * this.plan.batch;
    this.blueprint.pass.prepare(this.arena.ints, steps);
    if (this.plan.lengths) this.#clearPadding(steps);
    if (this.blueprint.source.kind === "ids") checkIds(this.inputs, rows, this.spec.input.size, "input");
    this.#done = "nothing";
    this.#steps = steps;
    this.#moveState("in");
    this.blueprint.network.forward(this.kernels, steps);
    this.blueprint.dense.forward(this.kernels, steps);
    this.#done = "forward";
  }

  /** Whether dropout drops in the passes to come, and by which masks: the same 32-bit seed gives the same. It does not at first. */
  dropOut(seed: number | null): void {
    const { pass } = this.blueprint;
    pass.dropping = seed !== null;
    pass.seed = seed ?? 0;
  }

  /** The final state of the last forward pass becomes the initial state. */
  carryState(): void {
    this.#require(this.#done !== "nothing", "carryState() needs a forward pass before it.");
    this.#moveState("out");
  }

  /** [N, units] of one step (of the last step, whatever `step`, with readout `last`). A view: no copy, no allocation. */
  logits(step: number): FloatArray {
    return this.#logits[Math.min(step, this.#logits.length - 1)];
  }

  /** Mean over the steps read (and the rows; for the squared error the units too). Leaves the gradient of the logits. */
  loss(): number {
    this.#require(this.#done !== "nothing", "loss() needs a forward pass before it.");
    const { dense, loss, targets } = this.blueprint;
    const rows = dense.stepsRead(this.#steps) * this.plan.batch;
    if (loss.targets === "ids") checkIds(this.targets, rows, dense.units, "target", this.#ragged ? this.lengths : null);
    this.#done = "loss";
    const gradient = dense.gradient?.offset ?? -1;
    const judged = { rows, units: dense.units, logits: dense.logits.offset, targets: targets.offset, gradient };
    return this.#ragged ? meanLossOfValid(this.kernels, loss, judged, this.lengths) : meanLoss(this.kernels, loss, judged);
  }

  zeroGradients(): void {
    const { offset, size } = this.blueprint.layout.gradients;
    this.kernels.fill(size, 0, offset);
  }

  /** Adds the loss's gradient to `gradients`. Needs `forward` and `loss` before it, each time. */
  backward(): void {
    this.#require(this.plan.training, "This model was planned without training: it has no memory for gradients.");
    this.#require(this.#done === "loss", "backward() needs forward() and loss() before it.");
    this.#done = "forward";
    const { network, dense, layout } = this.blueprint;
    this.kernels.fill(layout.flow.size, 0, layout.flow.offset);
    if (this.blueprint.finalStateGradient !== null) this.#addFinalStateGradient(this.blueprint.finalStateGradient.offset);
    dense.backward(this.kernels, this.#steps);
    network.backward(this.kernels, this.#steps);
  }

  #addFinalStateGradient(offset: number): void {
    let at = offset;
    for (const { states } of this.cells)
      for (const { gradient, size } of states) {
        const count = size * this.plan.batch;
        this.kernels.addScaled(count, 1, at, gradient!.at(this.#steps));
        at += count;
      }
  }

  /** Whether some steps of the batch are not read out at all. */
  get #ragged(): boolean {
    return this.plan.lengths === true && this.plan.readout === "all";
  }

  /** So that whatever stands past a row's end, NaN or an id out of range, is never read. */
  #clearPadding(steps: number): void {
    const { source } = this.blueprint;
    const { batch } = this.plan;
    for (const [n, length] of this.lengths.entries())
      for (let t = length; t < steps; t++)
        if (source.kind === "ids") this.inputs[t * batch + n] = 0;
        else this.features.fill(0, (t * batch + n) * source.size, (t * batch + n + 1) * source.size);
  }

  /** Between `state` and the cells: into slot 0 before a pass, out of the last slot after it. */
  #moveState(direction: "in" | "out"): void {
    let at = this.blueprint.state.offset;
    for (const { states } of this.cells)
      for (const { values, size } of states) {
        const count = size * this.plan.batch;
        if (direction === "in") this.kernels.copy(count, at, values.at(0));
        else this.kernels.copy(count, values.at(this.#steps), at);
        at += count;
      }
  }

  #require(condition: boolean, message: string): void {
    if (!condition) throw new Error(message);
  }

  #section({ offset, size }: Section): FloatArray {
    return this.arena.floats.subarray(offset, offset + size);
  }

  #floats(block: Block | null): FloatArray {
    return block === null ? this.arena.floats.subarray(0, 0) : this.#section(block);
  }

  #ids(block: Block | null): Int32Array {
    return block === null ? this.arena.ints.subarray(0, 0) : this.arena.ints.subarray(block.offset, block.offset + block.size);
  }

  #stepOf(block: Block, step: number): FloatArray {
    return this.arena.floats.subarray(block.at(step), block.at(step) + block.size / block.shape[0]);
  }

  #parameter({ info, value, gradient, initialValue }: ParameterBlock): Parameter {
    const offset = value.offset - this.blueprint.layout.values.offset;
    return { ...info, initialValue, offset, size: value.size, value: this.#floats(value), gradient: this.#floats(gradient) };
  }
}

import { interruptible } from "../kernels/interruptible.ts";
import type { Kernels } from "../kernels/kernels.ts";
import { fastestSet, type KernelSource } from "../kernels/sets/choose.ts";
import type { CellPlace } from "../layers/layer.ts";
import { meanLoss } from "../losses/mean.ts";
import { countsAlike } from "../losses/weigh.ts";
import type { Arena, FloatArray } from "../memory/arena.ts";
import type { Block } from "../memory/block.ts";
import type { ParameterBlock, Section } from "../memory/ledger.ts";
import type { Parameter } from "../memory/parameter.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Registry } from "../registry/registry.ts";
import { type Blueprint, draw, type ModelSpec } from "./blueprint.ts";
import { checkIds } from "./checkIds.ts";
import { clearMasked, writeLengths, writeMask } from "./masks.ts";
import type { ModelPlan } from "./shape.ts";
import { StateLayout } from "./stateLayout.ts";

export type { KernelFactory } from "../kernels/sets/choose.ts";

/**
 * A network with its head and a loss, in one arena. A step of training is `forward`, `loss`, `zeroGradients`, `backward`, in
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
  /** Ids, [T, N]; [N] where the sequence is read once; empty where the loss wants real numbers. */
  readonly targets: Int32Array;
  /** Real targets, [T, N, units]; [N, units] where the sequence is read once; empty where the loss wants ids. */
  readonly targetFeatures: FloatArray;
  /** Of each target's loss, as `targets` has them; empty where the plan has none. All 1 until written. */
  readonly targetWeights: FloatArray;
  /** Initial state: [N, H] of h, then of c, cell after cell; zero it to reset. Where it is learned, see `beginsFromState`. */
  readonly state: FloatArray;
  /** What stands where in `state`. */
  readonly stateLayout: StateLayout;
  /**
   * Where initial states are learned: whether the passes to come begin from `state` and not from these. `carryState` sets it, `resetState` takes
   * it back; who writes a state of their own sets it too. Such a pass leaves the learned ones no gradient.
   */
  beginsFromState = false;
  /** Asked between any two time steps; once true, the pass throws `StepInterrupted`. */
  interrupted: () => boolean = () => false;
  /** Added to the gradient of the final state before a pass back; laid out as `state`; empty where the plan has none. */
  readonly finalStateGradient: FloatArray;
  /**
   * [T, N], time-major: 1 where a step is valid, 0 where it is masked; empty where the plan has no masks. All 1 until written, here or by
   * `setLengths`. Inputs at masked steps are set to zero, targets there are not read.
   */
  readonly mask: Int32Array;
  /** Lets threads go that help with its kernels: the model works on, alone. */
  readonly dismissThreads: () => void;
  readonly #logits: readonly FloatArray[];
  /** How far a step has come, and over how many time steps. */
  #done: "nothing" | "forward" | "loss" = "nothing";
  #steps = 0;
  #begunFromState = false;
  /** What the loss of each row is multiplied by; empty where all count alike. */
  readonly #factors: Float64Array;

  /** @throws EngineError `outOfMemory`, `badConfiguration` */
  constructor(spec: ModelSpec, plan: ModelPlan, source: KernelSource = fastestSet, registry: Registry = createRegistry()) {
    const blueprint = draw(registry, spec, plan);
    const { layout, source: input, head, targets, initialState } = blueprint;
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
    this.targetWeights = this.#floats(blueprint.targetWeights).fill(1);
    this.state = this.#floats(initialState.given);
    this.stateLayout = new StateLayout(blueprint.network.cells, plan.batch);
    this.finalStateGradient = this.#floats(blueprint.finalStateGradient);
    this.mask = this.#ids(blueprint.pass.mask).fill(1);
    const weighed = { mask: plan.masks ? this.mask : null, weights: plan.targetWeights ? this.targetWeights : null };
    this.#factors = new Float64Array(countsAlike(blueprint.loss, weighed) ? 0 : head.logits.shape[0]! * plan.batch);
    this.#logits = Array.from({ length: head.logits.shape[0] }, (_, step) => this.#stepOf(head.logits, step));
    for (const { block, values } of blueprint.ledger.constants) this.#floats(block).set(values);
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
    if (this.plan.masks) clearMasked(this.mask, rows, this);
    if (this.blueprint.source.kind === "ids") checkIds(this.inputs, rows, this.spec.input.size, "input");
    this.#done = "nothing";
    this.#steps = steps;
    this.#begunFromState = this.beginsFromState;
    this.blueprint.initialState.begin(this.kernels, this.#begunFromState);
    this.blueprint.network.forward(this.kernels, steps);
    this.blueprint.head.forward(this.kernels, steps);
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
    this.blueprint.initialState.carry(this.kernels, this.#steps);
    this.beginsFromState = true;
  }

  /** The next pass begins at zero, or with what is learned. */
  resetState(): void {
    this.state.fill(0);
    this.beginsFromState = false;
  }

  /** What is learned of the states that a pass begins with, as one row of `stateLayout`; zeros for what is not. Null where nothing is. */
  learnedRow(): FloatArray | null {
    const { trains, states } = this.blueprint.initialState;
    if (!trains) return null;
    const row = this.state.slice(0, this.stateLayout.rowSize).fill(0);
    for (const [place, { learned }] of states.entries())
      if (learned !== null) row.set(this.#floats(learned.value), this.stateLayout.planes[place]!.rowOffset);
    return row;
  }

  /** Whether learned initial states were left aside in the last forward pass. */
  get begunFromState(): boolean {
    return this.#begunFromState;
  }

  /** Masks what stands past each row's valid steps, [N] of them: see {@link writeLengths}. For a plan with masks. */
  setLengths(lengths: ArrayLike<number>): void {
    writeLengths({ mask: this.mask, batch: this.plan.batch }, lengths);
  }

  /** @param mask [T, N] or its first steps, time-major; what is 0 or false is masked: see {@link writeMask}. For a plan with masks. */
  setMask(mask: ArrayLike<number | boolean>): void {
    writeMask({ mask: this.mask, batch: this.plan.batch }, mask, this.blueprint.pass);
  }

  /** [N, units] of one step (the one that there is, whatever `step`, where the sequence is read once). A view: no copy, no allocation. */
  logits(step: number): FloatArray {
    return this.#logits[Math.min(step, this.#logits.length - 1)];
  }

  /** The losses of the steps read, averaged as the loss says. Leaves the gradient of the logits. */
  loss(): number {
    this.#require(this.#done !== "nothing", "loss() needs a forward pass before it.");
    const { head, loss, targets } = this.blueprint;
    this.#require(head.units > 0, "This model has no output to be judged: give it a dense layer.");
    const rows = head.stepsRead(this.#steps) * this.plan.batch;
    const mask = loss.mean === "padded" ? null : this.#maskOfLogits;
    const ids = loss.targets === "ids" ? this.targets : null;
    if (ids !== null) checkIds(ids, rows, head.units, "target", { mask, ignore: loss.ignore });
    this.#done = "loss";
    const gradient = head.gradient?.offset ?? -1;
    const judged = { rows, units: head.units, logits: head.logits.offset, targets: targets.offset, gradient };
    const weights = this.plan.targetWeights ? this.targetWeights : null;
    const given = { rows, batch: this.plan.batch, mask, ids, weights };
    return meanLoss(this.kernels, loss, judged, given, this.#factors);
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
    const { network, head, layout, initialState } = this.blueprint;
    this.kernels.fill(layout.flow.size, 0, layout.flow.offset);
    if (this.blueprint.finalStateGradient !== null) this.#addFinalStateGradient(this.blueprint.finalStateGradient.offset);
    head.backward(this.kernels, this.#steps);
    network.backward(this.kernels, this.#steps);
    if (!this.#begunFromState) initialState.backward(this.kernels);
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

  /** 0 for rows of logits that stand for no valid step; null where all do. A final state is one even of a row without steps. */
  get #maskOfLogits(): Int32Array | null {
    if (!this.plan.masks || this.plan.readout === "final") return null;
    return this.plan.readout === "all" ? this.mask : this.blueprint.pass.counts;
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

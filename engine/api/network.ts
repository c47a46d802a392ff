import { initializeWith } from "../initializers/initialize.ts";
import { glorotUniform, orthogonal, zeros } from "../initializers/initializers.ts";
import type { CellPlace } from "../layers/layer.ts";
import type { Parameter } from "../memory/parameter.ts";
import { SequenceModel } from "../model/sequenceModel.ts";
import type { ModelPlan } from "../model/shape.ts";
import { Random } from "../random/random.ts";
import { choice, flag } from "../registry/options.ts";
import { type ArrayInput, exchangeAxes, nested, readArray, refuse } from "./arrays.ts";
import { type Batch, type GivenMasks, readBatch } from "./batch.ts";
import { Carried } from "./carried.ts";
import { type Derived, derivedOf } from "./derived.ts";
import { type FitOptions, type FitResult, fitArrays } from "./fit.ts";
import { checkGiven } from "./given.ts";
import { checkNetwork, type NetworkOptions, specOf } from "./options.ts";
import { type StateArrays, type States, shortPath, statesAt, writeStates } from "./states.ts";
import { type CellTrace, type StepOrder, stepOrders, traceOf } from "./traced.ts";

/** What a plan has once a batch has asked for it. */
const switches = ["masks", "targetWeights", "finalStateGradient"] as const;
type Switch = (typeof switches)[number];

const passSchema = { carryState: flag(false) };
const lossArrays = ["lengths", "mask", "targetWeights", "initialState"] as const;

/** Which steps of a pass are valid, and what it begins with. */
export interface PassOptions {
  /** Valid steps of each row, [N], 0 to T; all T where left out. What stands past them in inputs and targets is not read. */
  readonly lengths?: ArrayLike<number>;
  /** In place of lengths, [N][T]: a false step keeps the state, and nothing of it is read. */
  readonly mask?: ArrayInput;
  /** Zero where left out, and what is left out of it; or what was learned. */
  readonly initialState?: States;
  /**
   * Begin where the last pass that carried its state ended, and leave the final state to the next: Keras' `stateful`. Passes in between that
   * do not carry leave it alone. Another number of rows is refused until {@link Network.resetState}.
   */
  readonly carryState?: boolean;
}

export interface LossOptions extends PassOptions {
  /** Of each target's loss, as `targets` has them: [N][T], or [N] where the sequence is read once. All 1 where left out. */
  readonly targetWeights?: ArrayInput;
}

export interface GradientOptions extends LossOptions {
  /** The gradient of the final state, where something else reads it; zero where left out. */
  readonly finalStateGradient?: States;
}

/**
 * A network with its head and a loss that is fitted to arrays, batch first: inputs [N, T] ids or [N, T, D] numbers. Its memory is
 * planned anew, and its weights moved, when a batch has another number of rows or more steps than any before it.
 */
export class Network {
  #model: SequenceModel;
  /** What memory holds: numbers of no pass, of a pass forward, or of one back too. Asking for others is refused. */
  #passed: "nothing" | "forward" | "backward" = "nothing";
  readonly #carried = new Carried();

  /** @throws EngineError `badConfiguration` */
  constructor(options: NetworkOptions) {
    const checked = checkNetwork(options);
    const { readout, precision, seed } = checked;
    const plan = { steps: 1, batch: 1, precision, training: true, slots: 0, readout };
    this.#model = new SequenceModel(specOf(checked), plan);
    const initializers = { kernel: glorotUniform, recurrentKernel: orthogonal, bias: zeros, ...options.initializers };
    initializeWith(this.#model.parameters, initializers, new Random(seed));
  }

  /** Weights by their paths, such as `forward/0/kernel`; values and gradients are views until memory is planned anew. */
  get parameters(): readonly Parameter[] {
    return this.#model.parameters;
  }

  /** Paths of the cells, from the input on, as {@link trace} takes them. */
  get cells(): readonly string[] {
    return this.#model.cells.map(({ path }) => shortPath(path));
  }

  /** The model below, with all its memory: for those who want views and no copies. It changes when memory is planned anew. */
  get model(): SequenceModel {
    return this.#model;
  }

  /** Copies of a weight's numbers, as rows. */
  weight(path: string): number[][] {
    const { value, rows, columns } = this.#parameter(path);
    return nested(value, [rows, columns]) as number[][];
  }

  /** The last gradient of a weight, as rows: after {@link fit} or {@link gradients}. */
  gradient(path: string): number[][] {
    this.#require("backward", "gradient");
    const { gradient, rows, columns } = this.#parameter(path);
    return nested(gradient, [rows, columns]) as number[][];
  }

  /** @throws EngineError `badConfiguration` for a path that there is not, a wrong shape, or no finite number. */
  setWeight(path: string, rows: ArrayInput): void {
    const parameter = this.#parameter(path);
    const { data } = readArray(path, rows, [parameter.rows, parameter.columns]);
    if (!data.every(Number.isFinite)) refuse(path, "has a number that is not finite");
    parameter.value.set(data);
  }

  /** Takes optimizer steps over the arrays. @throws EngineError `badConfiguration`, or `diverged` if the loss is no number any more. */
  fit(inputs: ArrayInput, targets: ArrayInput, options: FitOptions): FitResult {
    const result = fitArrays(this, this.#read(inputs, targets, options), options);
    this.#passed = "backward";
    return result;
  }

  /** Logits, batch first: [N][T][units], or [N][units] where the sequence is read once. */
  predict(inputs: ArrayInput, options: PassOptions = {}): number[][][] | number[][] {
    checkGiven(passSchema, ["lengths", "mask", "initialState"], options, "predict");
    const batch = this.#read(inputs, null, options);
    this.load(batch, options);
    this.#model.forward(batch.steps);
    this.#passed = "forward";
    if (options.carryState) this.carry();
    return this.#logits(batch.steps);
  }

  /** The loss, averaged as it says (over valid steps, where it does not), dropout off. */
  evaluate(inputs: ArrayInput, targets: ArrayInput, options: LossOptions = {}): number {
    checkGiven(passSchema, lossArrays, options, "evaluate");
    const batch = this.#read(inputs, targets, options);
    this.load(batch, options);
    this.#model.forward(batch.steps);
    const loss = this.#model.loss();
    this.#passed = "forward";
    if (options.carryState) this.carry();
    return loss;
  }

  /** Forward and backward without an update: leaves every gradient, and the whole trace. @returns the loss. */
  gradients(inputs: ArrayInput, targets: ArrayInput, options: GradientOptions = {}): number {
    checkGiven(passSchema, [...lossArrays, "finalStateGradient"], options, "gradients");
    const batch = this.#read(inputs, targets, options);
    const { finalStateGradient } = options;
    if (finalStateGradient !== undefined) this.plan({ batch: batch.rows, finalStateGradient: true });
    this.load(batch, options);
    const model = this.#model;
    if (finalStateGradient !== undefined) writeStates(model, model.finalStateGradient, finalStateGradient, "finalStateGradient");
    model.forward(batch.steps);
    const loss = model.loss();
    model.zeroGradients();
    model.backward();
    this.#passed = "backward";
    if (options.carryState) this.carry();
    return loss;
  }

  /**
   * Everything that a cell held in the last pass: `net.trace("forward/0").f.at(step, row, unit)`.
   * @param order in a backward half, whether steps are counted as the cell computed them (the default), or as the input has them.
   */
  trace(path: string, options: { readonly order?: StepOrder } = {}): CellTrace {
    const { order } = checkGiven({ order: choice(stepOrders, "computation") }, [], options, "trace");
    const cell = this.#cell(path, "trace");
    this.#require("forward", "trace");
    return traceOf(this.#model, cell, this.#passed === "backward", order);
  }

  /**
   * The arithmetic behind a traced quantity, as data: `net.derivation("forward/0", "df").text` is `df = dc · c₋ · f (1 − f)`, and
   * its `at(step, row, unit)` computes the number from its operands. Steps are counted as the cell computed them.
   */
  derivation(path: string, quantity: string): Derived {
    const cell = this.#cell(path, "derivation");
    this.#require(quantity.startsWith("d") ? "backward" : "forward", "derivation");
    return derivedOf(this.#model, cell, quantity);
  }

  /** Each cell's state after its row's last valid step in the last pass: `{ "forward/0": { h: [N][H], c: [N][H] } }`. */
  finalState(): StateArrays {
    this.#require("forward", "finalState");
    return statesAt(this.#model, "values", this.#model.steps);
  }

  /** The loss's gradient with respect to the initial state: after {@link fit} or {@link gradients}. */
  initialStateGradient(): StateArrays {
    this.#require("backward", "initialStateGradient");
    return statesAt(this.#model, "gradient", 0);
  }

  /** The loss's gradient with respect to real inputs, [N][T][D]. */
  inputGradient(): number[][][] {
    const { source } = this.#model.blueprint;
    if (source.kind === "ids")
      return refuse(
        "inputGradient",
        "is of real inputs, and this network reads ids",
        "Ask for the gradient of its embedding or kernel.",
      );
    this.#require("backward", "inputGradient");
    const { steps, plan, arena } = this.#model;
    const from = source.gradient!.offset;
    const batchFirst = exchangeAxes(arena.floats.subarray(from), steps, plan.batch, source.size);
    return nested(batchFirst, [plan.batch, steps, source.size]) as number[][][];
  }

  /** Forgets the carried state: the next pass that carries begins anew. */
  resetState(): void {
    this.#carried.forget();
  }

  /** Keeps the last pass' final state for the next that carries. For {@link fit}. */
  carry(): void {
    this.#carried.keep(this.#model);
  }

  /** Plans memory anew where it does not do: weights and optimizer slots are moved. For {@link fit}. */
  plan(wanted: Partial<Pick<ModelPlan, "steps" | "batch" | "slots" | Switch>>): void {
    const old = this.#model;
    const { steps = 1, batch = old.plan.batch, slots = 0 } = wanted;
    const plan = {
      ...old.plan,
      steps: Math.max(steps, old.plan.steps),
      batch,
      slots: Math.max(slots, old.plan.slots),
      ...Object.fromEntries(switches.map((name) => [name, wanted[name] === true || old.plan[name] === true])),
    };
    if (Object.entries(plan).every(([name, value]) => (old.plan[name as keyof ModelPlan] ?? false) === value)) return;
    const model = new SequenceModel(old.spec, plan);
    model.values.set(old.values);
    for (const [place, slot] of old.slots.entries()) model.slots[place].set(slot);
    this.#model = model;
    this.#passed = "nothing";
  }

  /** Writes a batch and what the pass begins with into the model's memory. For {@link fit}. */
  load(batch: Batch, { initialState, carryState = false }: PassOptions): void {
    const { steps, rows, inputs, targets, targetWeights, validity } = batch;
    this.plan({ steps, batch: rows, masks: validity !== null, targetWeights: targetWeights !== null });
    const model = this.#model;
    model.finalStateGradient.fill(0);
    (model.spec.input.kind === "ids" ? model.inputs : model.features).set(inputs);
    if (targets !== null) (model.blueprint.loss.targets === "ids" ? model.targets : model.targetFeatures).set(targets);
    if (targetWeights === null) model.targetWeights.fill(1);
    else model.targetWeights.set(targetWeights);
    model.mask.fill(1);
    if (validity !== null && !validity.isLengths) model.setMask(validity.mask);
    else if (validity !== null) model.mask.set(validity.mask);
    this.#carried.begin(model, initialState, carryState);
  }

  #read(inputs: ArrayInput, targets: ArrayInput | null, given: GivenMasks): Batch {
    const { spec, plan, blueprint } = this.#model;
    const expected = { input: spec.input, readout: plan.readout, units: blueprint.head.units, loss: blueprint.loss };
    return readBatch(expected, inputs, targets, given);
  }

  /** After a pass of so many steps. */
  #logits(steps: number): number[][][] | number[][] {
    const { arena, plan, blueprint } = this.#model;
    const { units, logits } = blueprint.head;
    const read = blueprint.head.stepsRead(steps);
    const batchFirst = exchangeAxes(arena.floats.subarray(logits.offset), read, plan.batch, units);
    const shape = plan.readout === "all" ? [plan.batch, read, units] : [plan.batch, units];
    return nested(batchFirst, shape) as number[][][] | number[][];
  }

  /** What the last pass did not compute would be the numbers of another one. */
  #require(pass: "forward" | "backward", asked: string): void {
    if (this.#passed === "backward" || this.#passed === pass) return;
    const advice =
      pass === "backward" ? "Call fit() or gradients() first." : "Call fit(), gradients(), evaluate() or predict() first.";
    refuse(asked, `needs a ${pass} pass before it`, advice);
  }

  #cell(path: string, asked: string): CellPlace {
    const cell = this.#model.cells.find((place) => shortPath(place.path) === shortPath(path));
    if (cell) return cell;
    const known = this.cells.map((each) => `"${each}"`).join(", ");
    return refuse(asked, `has no cell "${path}"; there are ${known}`, "Ask for one of these.");
  }

  #parameter(path: string): Parameter {
    const found = this.parameters.find((parameter) => parameter.path === path);
    if (found) return found;
    return refuse(
      "The network",
      `has no weight "${path}"; there are ${this.parameters.map((each) => each.path).join(", ")}`,
      "Ask for one of these.",
    );
  }
}

/** A network from its description; it reads like Keras' or PyTorch's. @throws EngineError `badConfiguration` */
export const network = (options: NetworkOptions): Network => new Network(options);

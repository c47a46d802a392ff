import type { FloatArray } from "../memory/arena.ts";
import { draw, type ModelSpec } from "../model/blueprint.ts";
import { SequenceModel } from "../model/sequenceModel.ts";
import type { ModelPlan } from "../model/shape.ts";
import type { Registry } from "../registry/registry.ts";
import type { Carry } from "../tasks/task.ts";
import { softmaxRow } from "./distribution.ts";

/** Where a model stands after the tokens it has read; never changed once made, so it can be kept and gone on from many times. */
export interface Reading {
  /** One row of a state, as its `StateLayout` has it; as it begins before the first token. Unused by a model of windows, which begins anew each time. */
  readonly state: FloatArray;
  /** The last tokens, at most T; kept for a model of windows only. */
  readonly window: readonly number[];
}

/** A model on tokens that can be read with, whatever it was made from. */
export interface Readable {
  readonly registry: Registry;
  readonly spec: ModelSpec;
  /** Of a training step. */
  readonly plan: ModelPlan;
  /** Which states the training carried on: with none the model sees the last T tokens each time. */
  readonly carries: Carry;
  /** One row of the state that reading begins with; zeros where null. */
  readonly initialState: FloatArray | null;
}

/** Steps that the reader of a stream takes in one pass: its plan has memory for as many. */
const chunk = 32;

/**
 * Reads tokens with N rows at once and says what comes next, the way the model was trained: a model of streams carries its state
 * from token to token; a model of windows sees the last T tokens, from a zero state, each time.
 *
 * It owns a model of its own, planned without gradients, into which the weights are copied: the training that goes on
 * meanwhile cannot be seen half done.
 */
export class Reader {
  readonly rows: number;
  /** T of the windows; 0 for a model of streams. */
  private readonly windowLength: number;
  private readonly model: SequenceModel;
  private readonly first: FloatArray | null;
  /** [V] */
  private readonly next: Float64Array;

  /** @param rows N @throws EngineError `outOfMemory` */
  constructor(readable: Readable, rows: number) {
    const { registry, spec, initialState } = readable;
    this.rows = rows;
    this.windowLength = windowLength(readable);
    this.model = new SequenceModel(spec, planOf(readable, rows), undefined, registry);
    this.first = initialState;
    // What a row begins with is always given, learned or not.
    this.model.beginsFromState = true;
    this.next = new Float64Array(unitsOf(spec));
  }

  /** Bytes that it takes, known before anything is allocated. */
  static plannedBytes(readable: Readable, rows: number): number {
    const { registry, spec } = readable;
    return draw(registry, spec, planOf(readable, rows)).plannedBytes + Float64Array.BYTES_PER_ELEMENT * unitsOf(spec);
  }

  /** @param values as long as the model's own. */
  copyWeights(values: FloatArray): void {
    this.model.values.set(values);
  }

  /** Asked between any two time steps; once true, the reading throws `StepInterrupted` and can be done again. */
  set interrupted(interrupted: () => boolean) {
    this.model.interrupted = interrupted;
  }

  get weightCount(): number {
    return this.model.values.length;
  }

  /** Before the first token. */
  get start(): Reading {
    const state = this.model.state.slice(0, this.model.stateLayout.rowSize).fill(0);
    const first = this.model.learnedRow() ?? this.first;
    if (first !== null) state.set(first);
    return { state, window: [] };
  }

  /** Reads on from `from` in row 0; the other rows idle. At least one token. */
  read(from: Reading, ids: readonly number[]): Reading {
    if (this.windowLength > 0) return this.advance([from], [ids])[0]!;
    let reading = from;
    for (let at = 0; at < ids.length; at += this.model.plan.steps)
      reading = this.advance([reading], [ids.slice(at, at + this.model.plan.steps)])[0]!;
    return reading;
  }

  /**
   * Every row reads on from its own reading, by as many tokens as the others; there may be fewer than N rows.
   * {@link probabilities} then tells what each expects next.
   */
  advance(from: readonly Reading[], ids: readonly (readonly number[])[]): Reading[] {
    return this.windowLength > 0 ? this.advanceWindows(from, ids) : this.advanceStreams(from, ids);
  }

  private advanceStreams(from: readonly Reading[], ids: readonly (readonly number[])[]): Reading[] {
    for (const [row, { state }] of from.entries()) this.model.stateLayout.setRow(this.model.state, row, state);
    this.putInputs(ids);
    this.model.forward(ids[0]!.length);
    this.model.carryState();
    return from.map((_, row) => ({ state: this.model.stateLayout.row(this.model.state, row), window: [] }));
  }

  private advanceWindows(from: readonly Reading[], ids: readonly (readonly number[])[]): Reading[] {
    const windows = from.map(({ window }, row) => [...window, ...ids[row]!].slice(-this.windowLength));
    for (const row of from.keys()) this.model.stateLayout.setRow(this.model.state, row, this.start.state);
    this.putInputs(windows);
    this.model.forward(windows[0]!.length);
    return from.map(({ state }, row) => ({ state, window: windows[row]! }));
  }

  /** Of the token after those that a row has read, [V]; overwritten by the next call. @param except as {@link softmaxRow} has it */
  probabilities(row: number, temperature = 1, except: number | null = null): Float64Array {
    softmaxRow(this.model.logits(0), row, temperature, this.next, except);
    return this.next;
  }

  private putInputs(ids: readonly (readonly number[])[]): void {
    for (const [row, tokens] of ids.entries())
      for (const [t, id] of tokens.entries()) this.model.inputs[t * this.rows + row] = id;
  }
}

const windowLength = ({ carries, plan }: Readable): number => (carries === "none" ? plan.steps : 0);

/** A stream's reader reads the last step, whatever the training read. */
function planOf(readable: Readable, rows: number): ModelPlan {
  const window = windowLength(readable);
  const { precision, readout } = readable.plan;
  const steps = window || (rows === 1 ? chunk : 1);
  return { steps, batch: rows, precision, training: false, slots: 0, readout: readout === "all" ? "last" : readout };
}

/** Who reads has something to say: a language model's head. */
const unitsOf = ({ dense }: ModelSpec): number => dense?.units ?? 0;

import type { FloatArray, Precision } from "../memory/arena.ts";
import { LanguageModel, type ModelPlan, type ModelShape } from "../model/languageModel.ts";
import type { TrainingConfig } from "../recipe/config.ts";
import { softmaxRow } from "./distribution.ts";

/** Where a model stands after the tokens it has read; never changed once made, so it can be kept and gone on from many times. */
export interface Reading {
  /** [layers, 2 (h, c), H]; zero before the first token. Unused by a model of windows, which begins at zero each time. */
  readonly state: FloatArray;
  /** The last tokens, at most T; kept for a model of windows only. */
  readonly window: readonly number[];
}

type Reads = Pick<TrainingConfig, "batching" | "sequenceLength">;

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
  private readonly model: LanguageModel;
  /** [V] */
  private readonly next: Float64Array;

  /** @param rows N @throws EngineError `outOfMemory` */
  constructor(shape: ModelShape, config: Reads, precision: Precision, rows: number) {
    this.rows = rows;
    this.windowLength = windowLength(config);
    this.model = new LanguageModel(shape, planOf(config, precision, rows));
    this.next = new Float64Array(shape.vocabularySize);
  }

  /** Bytes that it takes, known before anything is allocated. */
  static plannedBytes(shape: ModelShape, config: Reads, precision: Precision, rows: number): number {
    return (
      LanguageModel.plannedBytes(shape, planOf(config, precision, rows)) + Float64Array.BYTES_PER_ELEMENT * shape.vocabularySize
    );
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
    return { state: this.model.state.slice(0, this.model.state.length / this.rows).fill(0), window: [] };
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
    for (const [row, { state }] of from.entries()) this.putState(row, state);
    this.putInputs(ids);
    this.model.forward(ids[0]!.length);
    this.model.carryState();
    return from.map((_, row) => ({ state: this.takeState(row), window: [] }));
  }

  private advanceWindows(from: readonly Reading[], ids: readonly (readonly number[])[]): Reading[] {
    const windows = from.map(({ window }, row) => [...window, ...ids[row]!].slice(-this.windowLength));
    this.model.state.fill(0);
    this.putInputs(windows);
    this.model.forward(windows[0]!.length);
    return from.map(({ state }, row) => ({ state, window: windows[row]! }));
  }

  /** Of the token after those that a row has read, [V]; overwritten by the next call. */
  probabilities(row: number, temperature = 1): Float64Array {
    softmaxRow(this.model.logits(0), row, temperature, this.next);
    return this.next;
  }

  private putInputs(ids: readonly (readonly number[])[]): void {
    for (const [row, tokens] of ids.entries())
      for (const [t, id] of tokens.entries()) this.model.inputs[t * this.rows + row] = id;
  }

  /** The model's state is [layers, 2, N, H]: one row of it is a stretch of H in each of the layers × 2 planes. */
  private putState(row: number, state: FloatArray): void {
    const width = this.model.shape.hiddenSize;
    for (let plane = 0; plane * width < state.length; plane++)
      this.model.state.set(state.subarray(plane * width, (plane + 1) * width), (plane * this.rows + row) * width);
  }

  private takeState(row: number): FloatArray {
    const width = this.model.shape.hiddenSize;
    const state = this.model.state.slice(0, this.model.state.length / this.rows);
    for (let plane = 0; plane * width < state.length; plane++) {
      const from = (plane * this.rows + row) * width;
      state.set(this.model.state.subarray(from, from + width), plane * width);
    }
    return state;
  }
}

const windowLength = ({ batching, sequenceLength }: Reads): number => (batching === "windows" ? sequenceLength : 0);

function planOf(config: Reads, precision: Precision, rows: number): ModelPlan {
  const steps = windowLength(config) || (rows === 1 ? chunk : 1);
  return { steps, batch: rows, precision, training: false, slots: 0, readout: "last" };
}

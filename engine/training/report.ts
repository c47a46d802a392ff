/** Of the last step done, before clipping. */
export interface GradientReport {
  readonly step: number;
  readonly globalNorm: number;
  /** What every gradient was multiplied by: 1, or less where the norm was clipped. */
  readonly clipFactor: number;
  readonly parameters: readonly ParameterGradient[];
  /** For each cell, from the input on: the gradient's way back through time. */
  readonly flow: readonly CellFlow[];
}

export interface ParameterGradient {
  readonly path: string;
  /** Euclidean norm of the gradient. */
  readonly norm: number;
  /** The gradient's element of largest magnitude, with its sign, and where it stands in the whole parameter. */
  readonly largest: number;
  readonly largestRow: number;
  readonly largestColumn: number;
  readonly weightNorm: number;
  /** ‖Δw‖ / ‖w‖ of the step; about 1e-3 is healthy. */
  readonly updateRatio: number;
}

export interface CellFlow {
  /** With its closing slash, empty for a bare cell. */
  readonly path: string;
  /** Whether its step 1 is the last token, as in the backward half of a bidirectional network. */
  readonly reversed: boolean;
  /** `h` first. */
  readonly states: readonly StateFlow[];
}

export interface StateFlow {
  /** Such as `c`. */
  readonly name: string;
  /** ‖∂L/∂s_t‖ over the batch, for t = 1 … T in the cell's own order (after what came from later steps was added). */
  readonly norms: Float32Array;
}

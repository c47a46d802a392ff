/** Of the last step done, before clipping. */
export interface GradientReport {
  readonly step: number;
  readonly globalNorm: number;
  /** What every gradient was multiplied by: 1, or less where the norm was clipped. */
  readonly clipFactor: number;
  readonly parameters: readonly ParameterGradient[];
  /** For each layer, bottom first: the gradient's way back through time. */
  readonly flow: readonly LayerFlow[];
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

export interface LayerFlow {
  readonly layer: number;
  /** ‖∂L/∂h_t‖ over the batch, for t = 1 … T (after what came from later steps was added). */
  readonly dh: Float32Array;
  /** ‖∂L/∂c_t‖ likewise. */
  readonly dc: Float32Array;
}

/**
 * The loops over units of all cells but the plain LSTM, which has its own, faster ones. Gates of a step lie in rows, H columns each:
 * i f g o for an LSTM, r z n for a GRU. A forward kernel turns pre-activations into activations in place; its backward kernel leaves
 * gradients with respect to the pre-activations. `activation`, of the gates, `candidate`, of g or n, and `read`, of the state that is read, are
 * codes of `activations.ts`. The sums before gates and candidate are clipped to ± `gateClip`, and where they were no gradient passes; ∞ for
 * none. An offset of -1 stands for what is absent.
 */
export interface CellKernels {
  /**
   * i, f = activation(· + peephole · previousC), f with the forget bias; g = candidate(·); c = clip(f · previousC + i · g · mask). o is left
   * as it is.
   * @param coupled 1 for f = 1 - i, whatever f's pre-activation is; else 0.
   * @param gates [N, 4H], in place.
   * @param cellClip bound of |c|; ∞ for none.
   * @param peepholes [3H] of i f o, or -1.
   * @param mask [N, H] on g, or -1.
   */
  memoryForward(
    rows: number,
    hidden: number,
    activation: number,
    candidate: number,
    coupled: number,
    forgetBias: number,
    gateClip: number,
    cellClip: number,
    peepholes: number,
    mask: number,
    gates: number,
    previousC: number,
    c: number,
  ): void;
  /**
   * The derivative of {@link memoryForward}. Where c was clipped, no gradient passes.
   * @param cellClip bound of |c|; ∞ for none.
   * @param dc [N, H] all of ∂L/∂c.
   * @param dPreviousC [N, H] Adds.
   * @param dGates [N, 4H] di df dg; do is left as it is.
   */
  memoryBackward(
    rows: number,
    hidden: number,
    activation: number,
    candidate: number,
    coupled: number,
    gateClip: number,
    cellClip: number,
    peepholes: number,
    mask: number,
    gates: number,
    previousC: number,
    c: number,
    dc: number,
    dPreviousC: number,
    dGates: number,
  ): void;
  /** o = activation(o + peephole · c), in place; readC = read(c); h = o · readC. @param readC, h [N, H] */
  outputForward(
    rows: number,
    hidden: number,
    activation: number,
    read: number,
    gateClip: number,
    peepholes: number,
    gates: number,
    c: number,
    readC: number,
    h: number,
  ): void;
  /**
   * The derivative of {@link outputForward}.
   * @param dc [N, H] what came from later steps in, all of ∂L/∂c out (in place).
   * @param dGates [N, 4H] do; di df dg are left as they are.
   */
  outputBackward(
    rows: number,
    hidden: number,
    activation: number,
    read: number,
    gateClip: number,
    peepholes: number,
    gates: number,
    readC: number,
    dh: number,
    dc: number,
    dGates: number,
  ): void;

  /** r, z = activation(·); n's pre-activation += r · recurrent n. @param gates, recurrent [N, 3H]; recurrent = h₋ · recurrentKernel + bias. */
  resetAfterForward(rows: number, hidden: number, activation: number, gateClip: number, gates: number, recurrent: number): void;
  /**
   * The derivative of {@link resetAfterForward}.
   * @param dGates [N, 3H] reads dz dn, leaves dr.
   * @param dRecurrent [N, 3H] = dr, dz, dn · r.
   */
  resetAfterBackward(
    rows: number,
    hidden: number,
    activation: number,
    gateClip: number,
    gates: number,
    recurrent: number,
    dGates: number,
    dRecurrent: number,
  ): void;
  /** r, z = activation(·); reset = r · previousH. n is left as it is. @param reset [N, H] */
  resetBeforeForward(
    rows: number,
    hidden: number,
    activation: number,
    gateClip: number,
    gates: number,
    previousH: number,
    reset: number,
  ): void;
  /** The derivative of {@link resetBeforeForward}: leaves dr; dPreviousH += dReset · r. */
  resetBeforeBackward(
    rows: number,
    hidden: number,
    activation: number,
    gateClip: number,
    gates: number,
    previousH: number,
    dReset: number,
    dPreviousH: number,
    dGates: number,
  ): void;
  /** n = candidate(·), in place; h = (1 - z) · n + z · previousH. @param gates [N, 3H] with z activated. */
  mixForward(
    rows: number,
    hidden: number,
    candidate: number,
    gateClip: number,
    gates: number,
    previousH: number,
    h: number,
  ): void;
  /** The derivative of {@link mixForward} and of z: leaves dz dn; dPreviousH += dh · z. dr is left as it is. */
  mixBackward(
    rows: number,
    hidden: number,
    activation: number,
    candidate: number,
    gateClip: number,
    gates: number,
    previousH: number,
    dh: number,
    dPreviousH: number,
    dGates: number,
  ): void;

  /**
   * Layer normalization of each row: x̂ = (x - mean) / √(variance + ε), in place; y = γ · x̂ + β.
   * @param rows of `columns` elements; row r belongs to block r mod `blocks`.
   * @param gamma, beta [blocks, columns]
   * @param scale [rows] 1 / √(variance + ε).
   */
  normalizeForward(
    rows: number,
    columns: number,
    blocks: number,
    epsilon: number,
    gamma: number,
    beta: number,
    x: number,
    scale: number,
    y: number,
  ): void;
  /** dx = scale · (γ · dy - mean(γ · dy) - x̂ · mean(γ · dy · x̂)). */
  normalizeBackward(
    rows: number,
    columns: number,
    blocks: number,
    gamma: number,
    normalized: number,
    scale: number,
    dy: number,
    dx: number,
  ): void;

  /** y = activation(x) */
  activateForward(size: number, activation: number, x: number, y: number): void;
  /** dx = dy · activation'(x), told from y. */
  activateBackward(size: number, activation: number, y: number, dy: number, dx: number): void;
  /** dx = dy where |y| < bound, else 0: of `clamp`, told from its result. dx may be dy. */
  clampBackward(size: number, bound: number, y: number, dy: number, dx: number): void;
  /** sums[j] += Σ_r a[r, j] · b[r, j]: the gradient of a vector that is multiplied onto rows. Adds. */
  columnProducts(rows: number, columns: number, a: number, lda: number, b: number, ldb: number, sums: number): void;
}

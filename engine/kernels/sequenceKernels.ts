/**
 * The loops of the wrappers: masked steps, order in time, and what is merged with what. `mask` and `numbers` are offsets into the Int32
 * twin; a row is masked where its number in the mask is 0.
 */
export interface SequenceKernels {
  /** to[i] = from[numbers[i]]: ids in another order. */
  gatherIds(count: number, numbers: number, from: number, to: number): void;
  /** to[r, :] = from[r, :] for masked rows; others keep what they hold. */
  holdMasked(rows: number, columns: number, mask: number, from: number, to: number): void;
  /** The derivative of {@link holdMasked}: to[r, :] += from[r, :] and from[r, :] = 0 for masked rows. Adds, in place. */
  passMasked(rows: number, columns: number, mask: number, from: number, to: number): void;
  /** at[r, :] = 0 for masked rows. In place. */
  zeroMasked(rows: number, columns: number, mask: number, at: number): void;
  /** to[r, :] (+)= factor · from[r, :], in rows that may lie apart; with a `fromStride` of 0 the same row for all. */
  addMatrix(
    rows: number,
    columns: number,
    factor: number,
    from: number,
    fromStride: number,
    to: number,
    toStride: number,
    accumulate: number,
  ): void;
  /** out (+)= a · b, element by element. */
  multiply(size: number, a: number, b: number, out: number, accumulate: number): void;
  /** Inverted dropout: 0 with probability `rate`, else 1 / (1 - rate). The same 32-bit seed gives the same mask. */
  dropoutMask(size: number, rate: number, seed: number, at: number): void;
  /** Rows of zeros with a 1 at each row's id: [rows, columns]. */
  oneHotRows(rows: number, columns: number, ids: number, out: number): void;
  /** @param transform pre-activations in, t = σ(·) out (in place). @param out = t · inner + (1 - t) · input. */
  highwayForward(size: number, transform: number, inner: number, input: number, out: number): void;
  /**
   * The derivative of {@link highwayForward}.
   * @param dInner += dOut · t. Adds. @param dInput += dOut · (1 - t), unless -1. Adds.
   * @param dTransform = dOut · (inner - input) · t (1 - t), of the pre-activations.
   */
  highwayBackward(
    size: number,
    transform: number,
    inner: number,
    input: number,
    dOut: number,
    dInner: number,
    dInput: number,
    dTransform: number,
  ): void;
}

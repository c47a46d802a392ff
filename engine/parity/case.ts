import type { NetworkSpec } from "../layers/networkSpec.ts";
import type { Readout } from "../layers/readout.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { CellLayout } from "./layouts.ts";

/** A parity case (`lstm-parity/1`), read and checked. Tensors are as in the file: batch first, weights in their framework's layout. */
export interface ParityCase {
  readonly name: string;
  readonly source: string;
  readonly inputSize: number;
  readonly inputKind: "ids" | "features";
  /** Size of the vectors that ids are turned into, by the weights `embedding/kernel`; null where ids are one-hot. */
  readonly embeddingSize: number | null;
  readonly network: NetworkSpec;
  /** Each cell in its place, from the input on. */
  readonly cells: readonly CellInCase[];
  /** Paths of the weights that are laid out as ours: the dense layer's, and what stands outside the cells. */
  readonly plain: readonly string[];
  readonly readout: Readout;
  readonly units: number;
  readonly loss: "softmaxCrossEntropy" | "meanSquaredError";
  readonly weights: Tensors;
  readonly initialState: States;
  readonly optimizer: Optimizer;
  readonly carryState: boolean;
  /** N, of every step. */
  readonly batch: number;
  readonly steps: readonly CaseStep[];
  readonly expected: Expectations;
  readonly tolerance: { readonly absolute: number; readonly relative: number };
}

export interface CellInCase {
  /** Place in the network with its closing slash; empty for a bare cell. */
  readonly path: string;
  /** D and H. */
  readonly inputSize: number;
  readonly hiddenSize: number;
  readonly layout: CellLayout;
  /** What it hands from step to step: `h`, and `c` where it has one; each [N, size]. */
  readonly states: readonly { readonly name: string; readonly size: number }[];
}

export interface CaseTensor {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export type Tensors = ReadonlyMap<string, CaseTensor>;

/** By cell: h and c, [N, H] each. */
export type States = ReadonlyMap<string, Tensors>;

/** Ids become numbers here too, in a tensor without the last axis. */
export interface CaseStep {
  /** T of this step. */
  readonly length: number;
  /** [N, T] ids, or [N, T, D]. */
  readonly inputs: CaseTensor;
  /** [N, T or 1] ids, or [N, T or 1, units]. */
  readonly targets: CaseTensor;
  /** Valid steps of each row, 1 to T; null where the case gives none and all rows are valid to their end. */
  readonly lengths: readonly number[] | null;
}

export interface Expectations {
  readonly losses: readonly number[];
  readonly steps: ReadonlyMap<number, ExpectedStep>;
  readonly weights: Tensors;
}

export interface ExpectedStep {
  /** [N, T, H] */
  readonly outputs: CaseTensor | null;
  /** [N, T or 1, units] */
  readonly logits: CaseTensor | null;
  readonly finalState: States;
  readonly gradients: Tensors;
}

import type { Readout } from "../layers/readout.ts";
import type { ModelSpec } from "../model/blueprint.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { Penalty } from "../optimizers/penalty.ts";
import type { CellLayout } from "./layouts.ts";

/** A parity case (`lstm-parity/1`), read and checked. Tensors are as in the file: batch first, weights in their framework's layout. */
export interface ParityCase {
  readonly name: string;
  readonly source: string;
  /** The case's model as ours. Where it has no dense output, outputs and final states are all that there is. */
  readonly model: ModelSpec;
  readonly readout: Readout;
  /** Each cell in its place, from the input on. */
  readonly cells: readonly CellInCase[];
  /** Paths of the weights that are laid out as ours: the head's, and what stands outside the cells. */
  readonly plain: readonly string[];
  /** Learned initial states are among them, as `initialState/forward/0/h`. */
  readonly weights: Tensors;
  /** What is not learned of it. */
  readonly initialState: States;
  /** Null where nothing is trained. */
  readonly optimizer: Optimizer | null;
  /** What the weights cost, beside the loss of the targets; null for nothing. */
  readonly penalty: Penalty | null;
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
  /** NaN where nobody reads, and the file says so. */
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
  /** [N, T or 1] ids, or [N, T or 1, units]; null in a case that computes forward only. */
  readonly targets: CaseTensor | null;
  /** [N, T]: 1 where a step is valid, 0 where it is masked; null where the case says nothing and all are. */
  readonly mask: Int8Array | null;
  /** [N, T or 1]; null where all weigh alike. */
  readonly targetWeights: CaseTensor | null;
  /** Whether a carried state ends here, and this step begins from the initial one. */
  readonly resetState: boolean;
}

export interface Expectations {
  /** One for each step; null where they are not compared. */
  readonly losses: readonly number[] | null;
  readonly steps: ReadonlyMap<number, ExpectedStep>;
  readonly weights: Tensors;
}

export interface ExpectedStep {
  /** [N, T, H] */
  readonly outputs: CaseTensor | null;
  /** [N, T or 1, units] */
  readonly logits: CaseTensor | null;
  /** Their softmax. */
  readonly probabilities: CaseTensor | null;
  readonly finalState: States;
  readonly gradients: Tensors;
}

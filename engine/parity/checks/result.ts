import type { FilesBeside } from "../modelFile.ts";

/** What one check found. Plain data: it crosses the worker's port, and is printed. */
export interface CheckResult {
  /** Of the case, or what was checked. */
  readonly name: string;
  /** Whose numbers these were held against: a framework, or differences of the loss. */
  readonly source: string;
  readonly outcome: "passed" | "failed" | "invalid";
  /** `invalid`: why it could not be run, and where. `failed`: what else it may mean, where that agrees. Empty otherwise. */
  readonly message: string;
  /** How many numbers were compared. */
  readonly compared: number;
  /** What a number may deviate by, to be read: such as `1e-9 + 1e-7 · |expected|`. */
  readonly tolerance: string;
  /** The largest deviation of all in terms of the tolerance; null if nothing was compared. */
  readonly largest: Divergence | null;
  /** Of the first tensor beyond the tolerance, in the order of computation, the worst element; null if there is none. */
  readonly first: Divergence | null;
  readonly milliseconds: number;
}

/** One number of ours beside the expected one. */
export interface Divergence {
  /** Of the case; null for what is compared after the last one. */
  readonly step: number | null;
  /** Such as `logits`, or `gradients lstm/kernel`. */
  readonly quantity: string;
  /** Index along each axis. */
  readonly element: readonly number[];
  readonly expected: number;
  readonly actual: number;
  /** |actual - expected| over what the tolerance allows: up to 1 is agreement. */
  readonly share: number;
}

/** What can be checked: cases as their files hold them, and a trained model. */
export interface CheckRequest {
  /** Null for cases alone. */
  readonly trained: ModelToCheck | null;
  readonly cases: readonly CaseToCheck[];
}

export interface CaseToCheck {
  readonly text: string;
  /** Those that lie beside it and that it needs; left out where its model is in no file. */
  readonly files?: FilesBeside;
}

export interface ModelToCheck {
  /** For the result's name, such as `fable.txt`. */
  readonly title: string;
  /** As `formats/modelFile.ts` writes it. */
  readonly file: ArrayBuffer;
  /** What it was trained on: its first batch is what the gradients are taken of. */
  readonly text: string;
}

export function invalid(name: string, source: string, message: string, milliseconds: number): CheckResult {
  return { name, source, outcome: "invalid", message, compared: 0, tolerance: "", largest: null, first: null, milliseconds };
}

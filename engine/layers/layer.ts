import type { Kernels } from "../kernels/kernels.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { Block } from "../memory/block.ts";
import type { Ledger } from "../memory/ledger.ts";
import type { Tensor } from "../memory/tensor.ts";
import type { Derivation } from "../trace/derivation.ts";
import type { GateInfo } from "./gate.ts";
import type { Pass } from "./pass.ts";

/** One-hot rows of `size` elements, told by their ids: [T, N]. */
export interface IdSource {
  readonly kind: "ids";
  readonly ids: Block;
  readonly size: number;
}

/** Rows of real numbers, [T, N, size], with their gradient where somebody below wants it. */
export interface FeatureSource {
  readonly kind: "features";
  readonly values: Block;
  /** Zeroed before a backward pass; whoever reads the values adds to it. */
  readonly gradient: Block | null;
  readonly size: number;
}

export type Source = IdSource | FeatureSource;

/** What the rows of a kernel that reads this source stand for. */
export const rowMeaningOf = (source: Source) => (source.kind === "ids" ? "token" : "unitBelow");

/** Where a layer is built: the ledger that it declares its memory to, the sizes of a pass, and its place in the network. */
export interface Scope {
  readonly ledger: Ledger;
  /** T */
  readonly steps: number;
  /** N */
  readonly batch: number;
  /** Path with its closing slash, such as `lstm/0/`. */
  readonly path: string;
  readonly pass: Pass;
  /** Whether step 0 here is each row's last valid step: an odd number of backward halves lie around. */
  readonly reversed: boolean;
}

export const within = (scope: Scope, name: string): Scope => ({ ...scope, path: `${scope.path}${name}/` });

/** A quantity that is handed from step to step: slot t of T + 1 is the state after t steps, slot 0 the initial state. */
export interface StateVariable {
  readonly name: "h" | "c";
  /** [T + 1, N, size] */
  readonly values: Block;
  /** Same shape, flow. After a backward pass slot 0 holds the gradient of the initial state. */
  readonly gradient: Block | null;
  readonly size: number;
}

/**
 * What can be seen of a cell, by the field's names; each [T, N, H], and step -1 of a state is the initial state. Gradients are null without
 * training; `dy` is what comes from above.
 */
export type Trace = Readonly<Record<string, Tensor | null>>;

/** A cell in its place in the network. */
export interface CellPlace {
  /** With its closing slash, such as `lstm/0/`; empty for a bare cell. */
  readonly path: string;
  /** Whether its step 0 is each row's last valid step, as in the backward half of a bidirectional network. */
  readonly reversed: boolean;
  readonly states: readonly StateVariable[];
  readonly gates: readonly GateInfo[];
  /** What it reads. */
  readonly source: Source;
  /** How each number of the trace follows from others, and from the parameters and the source. */
  readonly derivations: readonly Derivation[];
  trace(floats: FloatArray): Trace;
}

/**
 * A layer that reads a sequence and writes one. It owns no memory; kernels are given to each pass.
 * Forward first, then backward; backward *adds* to parameter gradients and to the source's gradient.
 *
 * Its output is zero at masked steps, whatever the source holds there; what reads an output adds no gradient there.
 */
export interface SequenceLayer {
  readonly output: FeatureSource;
  /** The cells within, from the input on; their states are the network's state, in this order. */
  readonly cells: readonly CellPlace[];
  forward(kernels: Kernels, steps: number): void;
  /** @param steps as many as the forward pass before it had. */
  backward(kernels: Kernels, steps: number): void;
  /** Declares what reading its end takes; null for a layer without a state. Where nobody asks, nothing is declared. */
  end(): NetworkEnd | null;
}

/**
 * What a network holds after its last step, for those who read its end and not its sequence: a cell's own h (of a row without a valid
 * step the initial one), and what is made of such. `forward` follows the network's pass forward, `backward` comes before its pass back.
 */
export interface NetworkEnd {
  readonly size: number;
  /** Where its numbers stand after so many steps, [N, size]. */
  values(steps: number): number;
  /** Where their gradient is added; for models that train. */
  gradient(steps: number): number;
  forward(kernels: Kernels, steps: number): void;
  /** Adds to the gradients of what it was made of. */
  backward(kernels: Kernels, steps: number): void;
}

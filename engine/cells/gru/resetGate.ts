import type { Kernels } from "../../kernels/kernels.ts";
import type { Trace } from "../../layers/layer.ts";
import type { FloatArray } from "../../memory/arena.ts";

/** One step's numbers, as offsets. */
export interface GruStep {
  /** Code of r's and z's activation, and the bound of their sums. */
  readonly activation: number;
  readonly gateClip: number;
  /** [N, 3H] */
  readonly gates: number;
  /** h₋ as the recurrent kernel is to see it, [N, H]. */
  readonly h: number;
}

/** The two places at which a GRU's reset gate can act. */
export interface ResetGate {
  /** Leaves r and z activated, and n's pre-activation whole. */
  forward(kernels: Kernels, t: number, step: GruStep): void;
  /** Reads dz and dn of `dGates` [N, 3H], leaves dr; adds to `dInput` [N, H], the gradient of the step's h₋. */
  backward(kernels: Kernels, t: number, step: GruStep, dGates: number, dInput: number): void;
  /** Adds the gradients of the recurrent kernel, and of a bias that is the gate's own. @param h, dGates of all steps. */
  gradients(kernels: Kernels, rows: number, h: number, dGates: number): void;
  trace(floats: FloatArray): Trace;
}

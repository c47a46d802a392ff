import { activationCodes } from "../../kernels/activations.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import type { Affine } from "../../layers/affine.ts";
import type { Scope, Source, StateVariable, Trace } from "../../layers/layer.ts";
import type { FloatArray } from "../../memory/arena.ts";
import type { Block } from "../../memory/block.ts";
import type { Derivation } from "../../trace/derivation.ts";
import type { Cell } from "../cell.ts";
import { RecurrentInput } from "../recurrentInput.ts";
import { afterFirst, columnViews, everyStep } from "../views.ts";
import { declareState } from "../weights.ts";
import { gruDerivations } from "./derivation.ts";
import { gruGateInfos } from "./gates.ts";
import type { GruOptions } from "./options.ts";
import { ResetAfter } from "./resetAfter.ts";
import { ResetBefore } from "./resetBefore.ts";
import type { GruStep, ResetGate } from "./resetGate.ts";
import { declareGruWeights } from "./weights.ts";

export type { GruOptions } from "./options.ts";

/**
 * The gated recurrent unit (Cho et al., 2014). r resets, z updates, n is the candidate.
 *
 *     r, z = σ(x · kernel + h₋ · recurrentKernel + bias)
 *     n = tanh(x · kernel + bias + r · (h₋ · recurrentKernel + recurrentBias))        resetAfter, see `ResetAfter`
 *     n = tanh(x · kernel + bias + (r · h₋) · recurrentKernel)                        else, see `ResetBefore`
 *     h = (1 - z) · n + z · h₋
 *
 * Backward, with dh holding what comes from above and from later steps; r's part is in the two files named above:
 *
 *     dz = dh · (h₋ - n) · σ'(z)        dn = dh · (1 - z) · (1 - n²)        dh₋ += dh · z
 *
 * σ and tanh stand for whatever activations the options name. Where a bound clips the sum before one, no gradient passes.
 *
 * kernel [D, 3H], recurrentKernel [H, 3H], biases [1, 3H], or [1, H] of n; h [T + 1, N, H] with the initial state in slot 0.
 */
export class GruCell implements Cell {
  readonly input: Affine;
  /** r z n of all steps: pre-activations until a step has run, activations after. */
  readonly projected: Block;
  readonly projectedGradient: Block | null;
  readonly states: readonly [StateVariable];
  readonly gates = gruGateInfos;
  readonly derivations: readonly Derivation[];
  readonly #recurrent: RecurrentInput;
  readonly #reset: ResetGate;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #gate: number;
  readonly #candidate: number;
  readonly #gateClip: number;

  constructor(scope: Scope, source: Source, options: GruOptions) {
    const { ledger, path, steps, batch } = scope;
    const { hiddenSize: H, resetAfter = true, activation = "tanh", recurrentActivation = "sigmoid" } = options;
    const weights = declareGruWeights(scope, source, options);
    this.input = weights.input;
    this.projected = ledger.activation(`${path}gates`, [steps, batch, 3 * H]);
    this.projectedGradient = ledger.gradientActivation(`${path}dgates`, [steps, batch, 3 * H]);
    this.states = [declareState(scope, "h", H)];
    this.#recurrent = new RecurrentInput(scope, this.states[0], options.recurrentDropout ?? 0);
    this.#reset = new (resetAfter ? ResetAfter : ResetBefore)(scope, H, weights.recurrentKernel, weights.recurrentBias);
    this.#batch = batch;
    this.#hidden = H;
    this.#gate = activationCodes[recurrentActivation];
    this.#candidate = activationCodes[activation];
    this.#gateClip = options.gateClip ?? Number.POSITIVE_INFINITY;
    this.derivations = gruDerivations({ ...options, recurrentDropped: this.#recurrent.mask !== null });
  }

  forwardStep(kernels: Kernels, t: number): void {
    const { values } = this.states[0];
    const [N, H, gates] = [this.#batch, this.#hidden, this.projected.at(t)];
    this.#recurrent.forward(kernels, t);
    this.#reset.forward(kernels, t, this.#step(t));
    kernels.mixForward(N, H, this.#candidate, this.#gateClip, gates, values.at(t), values.at(t + 1));
  }

  backwardStep(kernels: Kernels, t: number): void {
    const { values, gradient } = this.states[0];
    const [dh, dPreviousH] = [gradient!.at(t + 1), gradient!.at(t)];
    const dGates = this.projectedGradient!.at(t);
    const [N, H, gates] = [this.#batch, this.#hidden, this.projected.at(t)];
    const [gate, candidate, gateClip] = [this.#gate, this.#candidate, this.#gateClip];
    kernels.mixBackward(N, H, gate, candidate, gateClip, gates, values.at(t), dh, dPreviousH, dGates);
    this.#reset.backward(kernels, t, this.#step(t), dGates, this.#recurrent.gradientAt(kernels, t));
    this.#recurrent.backward(kernels, t);
  }

  recurrentGradients(kernels: Kernels, steps: number): void {
    this.#reset.gradients(kernels, steps * this.#batch, this.#recurrent.at(0), this.projectedGradient!.offset);
  }

  trace(floats: FloatArray): Trace {
    const { values, gradient } = this.states[0];
    const gate = columnViews(floats, this.projected, 3);
    const dGate = columnViews(floats, this.projectedGradient, 3);
    const mask = this.#recurrent.mask;
    return {
      r: gate(0),
      z: gate(1),
      n: gate(2),
      h: afterFirst(floats, values),
      dr: dGate(0),
      dz: dGate(1),
      dn: dGate(2),
      dh: afterFirst(floats, gradient),
      ...this.#reset.trace(floats),
      ...(mask && { recurrentMask: everyStep(floats, mask, this.projected.shape[0]) }),
    };
  }

  #step(t: number): GruStep {
    const [activation, gateClip] = [this.#gate, this.#gateClip];
    return { activation, gateClip, gates: this.projected.at(t), h: this.#recurrent.at(t) };
  }
}

import { activationCodes } from "../../kernels/activations.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import type { Scope } from "../../layers/layer.ts";
import type { Block } from "../../memory/block.ts";
import type { ParameterBlock } from "../../memory/ledger.ts";
import { type DropoutMask, dropoutMask } from "../dropout.ts";
import { declareVector } from "../weights.ts";
import { type LstmOptions, lstmActivations } from "./options.ts";
import type { LstmMemory, LstmUnits } from "./units.ts";

/** The gates that look at the cell state, in the order of their blocks. */
export const peepholeGates = ["i", "f", "o"] as const;

/**
 * With peepholes p (Gers and Schmidhuber, 2000), a bound on c, a mask m on g, activations σ, act and read of other names, or a bound b of their
 * sums (`memoryBackward` and `outputBackward` have the derivatives; where a sum or c was clipped, no gradient passes):
 *
 *     i = σ(i + p_i · c₋)    f = σ(f + p_f · c₋ + forgetBias)    g = act(g)    c = clip(f · c₋ + i · g · m)
 *     o = σ(o + p_o · c)     h = o · read(c)                     σ(a) and act(a) of clip(a, ±b)
 *     dp_i += Σ di · c₋      dp_f += Σ df · c₋                   dp_o += Σ do · c
 *
 * With `inputForget`, f = 1 - i: the gates are coupled (Greff et al., 2017), what stands in f's blocks is not read, and its gradients are 0.
 */
export class OptionUnits implements LstmUnits {
  readonly #memory: LstmMemory;
  readonly #peepholes: ParameterBlock | null;
  readonly #mask: DropoutMask | null;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #gate: number;
  readonly #candidate: number;
  readonly #read: number;
  readonly #coupled: number;
  readonly #forgetBias: number;
  readonly #gateClip: number;
  readonly #cellClip: number;

  constructor(scope: Scope, options: LstmOptions, memory: LstmMemory) {
    const { hiddenSize: H, peepholes, candidateDropout = 0 } = options;
    const { gate, candidate, state } = lstmActivations(options);
    this.#memory = memory;
    this.#peepholes = peepholes ? declareVector(scope, "peepholes", H, peepholeGates) : null;
    this.#mask = dropoutMask(scope, "candidateMask", [scope.steps, scope.batch, H], candidateDropout);
    this.#batch = scope.batch;
    this.#hidden = H;
    this.#gate = activationCodes[gate];
    this.#candidate = activationCodes[candidate];
    this.#read = activationCodes[state];
    this.#coupled = options.inputForget ? 1 : 0;
    this.#forgetBias = options.forgetBias ?? 0;
    this.#gateClip = options.gateClip ?? Number.POSITIVE_INFINITY;
    this.#cellClip = options.cellClip ?? Number.POSITIVE_INFINITY;
  }

  get mask(): Block | null {
    return this.#mask?.factors ?? null;
  }

  forward(kernels: Kernels, t: number, m: number): void {
    const { gates, c, readC } = this.#memory;
    const [N, H, gate, candidate, coupled] = [this.#batch, this.#hidden, this.#gate, this.#candidate, this.#coupled];
    const [bias, gateClip, cellClip, peepholes] = [this.#forgetBias, this.#gateClip, this.#cellClip, this.#peepholesAt()];
    const [step, before, after] = [gates.at(t), c.at(t), c.at(t + 1)];
    if (t === 0) this.#mask?.draw(kernels);
    const mask = this.mask?.at(t) ?? -1;
    kernels.memoryForward(N, H, gate, candidate, coupled, bias, gateClip, cellClip, peepholes, mask, step, before, after);
    kernels.outputForward(N, H, gate, this.#read, gateClip, peepholes, step, after, readC.at(t), m);
  }

  backward(kernels: Kernels, t: number, dm: number): void {
    const { gates, dGates, c, dc, readC } = this.#memory;
    const [N, H, gate, candidate, coupled] = [this.#batch, this.#hidden, this.#gate, this.#candidate, this.#coupled];
    const [gateClip, cellClip, peepholes, mask] = [this.#gateClip, this.#cellClip, this.#peepholesAt(), this.mask?.at(t) ?? -1];
    const [step, dStep, before, after] = [gates.at(t), dGates!.at(t), c.at(t), c.at(t + 1)];
    const [dBefore, dAfter] = [dc!.at(t), dc!.at(t + 1)];
    kernels.outputBackward(N, H, gate, this.#read, gateClip, peepholes, step, readC.at(t), dm, dAfter, dStep);
    kernels.memoryBackward(
      ...([N, H, gate, candidate, coupled, gateClip, cellClip, peepholes, mask] as const),
      ...([step, before, after, dAfter, dBefore, dStep] as const),
    );
  }

  gradients(kernels: Kernels, rows: number): void {
    if (this.#peepholes === null) return;
    const H = this.#hidden;
    const { c } = this.#memory;
    const gradient = this.#peepholes.gradient!.offset;
    const dGates = this.#memory.dGates!.offset;
    kernels.columnProducts(rows, H, dGates, 4 * H, c.at(0), H, gradient);
    kernels.columnProducts(rows, H, dGates + H, 4 * H, c.at(0), H, gradient + H);
    kernels.columnProducts(rows, H, dGates + 3 * H, 4 * H, c.at(1), H, gradient + 2 * H);
  }

  #peepholesAt(): number {
    return this.#peepholes?.value.offset ?? -1;
  }
}

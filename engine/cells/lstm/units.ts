import { activationCodes } from "../../kernels/activations.ts";
import type { Kernels } from "../../kernels/kernels.ts";
import type { Scope } from "../../layers/layer.ts";
import type { Block } from "../../memory/block.ts";
import type { ParameterBlock } from "../../memory/ledger.ts";
import { type DropoutMask, dropoutMask } from "../dropout.ts";
import { declareVector } from "../weights.ts";
import type { LstmOptions } from "./options.ts";

/** The gates that look at the cell state, in the order of their blocks. */
export const peepholeGates = ["i", "f", "o"] as const;

/** Memory that an LSTM's units work on. */
export interface LstmMemory {
  /** i f g o, [T, N, 4H]. */
  readonly gates: Block;
  readonly dGates: Block | null;
  /** [T + 1, N, H] */
  readonly c: Block;
  readonly dc: Block | null;
  /** [T, N, H] */
  readonly tanhC: Block;
}

/** What an LSTM does unit by unit: from pre-activations and c₋ to m = o · tanh c, and back. */
export interface LstmUnits {
  /** [T, N, H] on g; null without dropout there. */
  readonly mask: Block | null;
  /** @param m [N, H], overwritten. */
  forward(kernels: Kernels, t: number, m: number): void;
  /** @param dm [N, H] */
  backward(kernels: Kernels, t: number, dm: number): void;
  /** Adds the gradients of parameters that are the units' own, for all steps at once. @param rows T · N */
  gradients(kernels: Kernels, rows: number): void;
}

/** The plain LSTM, for which there is one kernel that does all. */
class PlainUnits implements LstmUnits {
  readonly mask = null;
  readonly #memory: LstmMemory;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #forgetBias: number;

  constructor({ batch }: Scope, { hiddenSize, forgetBias = 0 }: LstmOptions, memory: LstmMemory) {
    this.#memory = memory;
    this.#batch = batch;
    this.#hidden = hiddenSize;
    this.#forgetBias = forgetBias;
  }

  forward(kernels: Kernels, t: number, m: number): void {
    const { gates, c, tanhC } = this.#memory;
    const [before, after] = [c.at(t), c.at(t + 1)];
    kernels.gatesForward(this.#batch, this.#hidden, this.#forgetBias, gates.at(t), before, after, tanhC.at(t), m);
  }

  backward(kernels: Kernels, t: number, dm: number): void {
    const { gates, dGates, c, dc, tanhC } = this.#memory;
    const [before, after] = [dc!.at(t), dc!.at(t + 1)];
    kernels.gatesBackward(this.#batch, this.#hidden, gates.at(t), c.at(t), tanhC.at(t), dm, after, before, dGates!.at(t));
  }

  gradients(): void {}
}

/**
 * With peepholes p (Gers and Schmidhuber, 2000), a bound on c, a mask m on g, or another σ (`memoryBackward` and `outputBackward` have the
 * derivatives):
 *
 *     i = σ(i + p_i · c₋)    f = σ(f + p_f · c₋ + forgetBias)    c = clip(f · c₋ + i · g · m)    o = σ(o + p_o · c)
 *     dp_i += Σ di · c₋      dp_f += Σ df · c₋                   dp_o += Σ do · c
 */
class OptionUnits implements LstmUnits {
  readonly #memory: LstmMemory;
  readonly #peepholes: ParameterBlock | null;
  readonly #mask: DropoutMask | null;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #activation: number;
  readonly #forgetBias: number;
  readonly #bound: number;

  constructor(scope: Scope, options: LstmOptions, memory: LstmMemory) {
    const { hiddenSize: H, peepholes, recurrentActivation = "sigmoid", candidateDropout = 0 } = options;
    this.#memory = memory;
    this.#peepholes = peepholes ? declareVector(scope, "peepholes", H, peepholeGates) : null;
    this.#mask = dropoutMask(scope, "candidateMask", [scope.steps, scope.batch, H], candidateDropout);
    this.#batch = scope.batch;
    this.#hidden = H;
    this.#activation = activationCodes[recurrentActivation];
    this.#forgetBias = options.forgetBias ?? 0;
    this.#bound = options.cellClip ?? Number.POSITIVE_INFINITY;
  }

  get mask(): Block | null {
    return this.#mask?.factors ?? null;
  }

  forward(kernels: Kernels, t: number, m: number): void {
    const { gates, c, tanhC } = this.#memory;
    const [N, H, activation, peepholes] = [this.#batch, this.#hidden, this.#activation, this.#peepholes?.value.offset ?? -1];
    const [step, before, after] = [gates.at(t), c.at(t), c.at(t + 1)];
    if (t === 0) this.#mask?.draw(kernels);
    const mask = this.mask?.at(t) ?? -1;
    kernels.memoryForward(N, H, activation, this.#forgetBias, this.#bound, peepholes, mask, step, before, after);
    kernels.outputForward(N, H, activation, peepholes, step, after, tanhC.at(t), m);
  }

  backward(kernels: Kernels, t: number, dm: number): void {
    const { gates, dGates, c, dc, tanhC } = this.#memory;
    const [N, H, activation, peepholes] = [this.#batch, this.#hidden, this.#activation, this.#peepholes?.value.offset ?? -1];
    const [step, dStep, before, after] = [gates.at(t), dGates!.at(t), c.at(t), c.at(t + 1)];
    const [dBefore, dAfter] = [dc!.at(t), dc!.at(t + 1)];
    const mask = this.mask?.at(t) ?? -1;
    kernels.outputBackward(N, H, activation, peepholes, step, tanhC.at(t), dm, dAfter, dStep);
    kernels.memoryBackward(N, H, activation, this.#bound, peepholes, mask, step, before, after, dAfter, dBefore, dStep);
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
}

export function lstmUnits(scope: Scope, options: LstmOptions, memory: LstmMemory): LstmUnits {
  const { recurrentActivation = "sigmoid", peepholes, cellClip, candidateDropout } = options;
  const plain = recurrentActivation === "sigmoid" && !peepholes && !cellClip && !candidateDropout;
  return plain ? new PlainUnits(scope, options, memory) : new OptionUnits(scope, options, memory);
}

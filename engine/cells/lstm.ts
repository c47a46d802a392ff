import type { Kernels } from "../kernels/kernels.ts";
import type { Affine } from "../layers/affine.ts";
import { rowMeaningOf, type Scope, type Source, type StateVariable, type Trace } from "../layers/layer.ts";
import type { FloatArray } from "../memory/arena.ts";
import type { Block } from "../memory/block.ts";
import type { ParameterBlock } from "../memory/ledger.ts";
import { columnsOf, wholeOf } from "../memory/tensor.ts";
import type { Cell } from "./cell.ts";

/** The order of the gates' blocks of H columns, as in Keras and PyTorch. */
export const lstmGates = ["i", "f", "g", "o"] as const;

export interface LstmOptions {
  /** H */
  readonly hiddenSize: number;
  /** Added to the forget gate's pre-activation when it runs; not stored in the bias. 0 where left out. */
  readonly forgetBias?: number;
  /** A second bias, `recurrentBias`, trained beside the first, as in PyTorch. */
  readonly separateBiases?: boolean;
}

/**
 * Long short-term memory with a forget gate (Hochreiter and Schmidhuber, 1997; Gers, Schmidhuber and Cummins, 2000).
 *
 *     [i f g o] = x · kernel + h₋ · recurrentKernel + bias           pre-activations, [N, 4H]
 *     i, o = σ(i), σ(o)      f = σ(f + forgetBias)      g = tanh(g)
 *     c = f · c₋ + i · g     h = o · tanh(c)
 *
 * Backward, with dh and dc holding what comes from above and from later steps (`gatesBackward` has the derivatives of the gates):
 *
 *     dc += dh · o · (1 - tanh² c)      dc₋ += dc · f      dh₋ += [di df dg do] · recurrentKernelᵀ
 *     dkernel += xᵀ · dgates            drecurrentKernel += h₋ᵀ · dgates            dbias += Σ dgates
 *
 * kernel [D, 4H], recurrentKernel [H, 4H], bias [4H]; h and c [T + 1, N, H] with the initial state in slot 0.
 */
export class LstmCell implements Cell {
  readonly input: Affine;
  /** i f g o of all steps: pre-activations until a step has run, activations after. */
  readonly projected: Block;
  readonly projectedGradient: Block | null;
  readonly states: readonly [StateVariable, StateVariable];
  readonly #recurrentKernel: ParameterBlock;
  readonly #tanhC: Block;
  readonly #batch: number;
  readonly #hidden: number;
  readonly #forgetBias: number;

  constructor(scope: Scope, source: Source, options: LstmOptions) {
    const { ledger, path, steps, batch } = scope;
    const hidden = options.hiddenSize;
    const shape = { columns: 4 * hidden, gates: lstmGates, columnMeaning: "unit" } as const;
    const bias = (name: string) => ledger.parameter({ path: `${path}${name}`, rows: 1, rowMeaning: "none", ...shape });
    const kernel = ledger.parameter({ path: `${path}kernel`, rows: source.size, rowMeaning: rowMeaningOf(source), ...shape });
    this.#recurrentKernel = ledger.parameter({ path: `${path}recurrentKernel`, rows: hidden, rowMeaning: "unit", ...shape });
    this.input = { kernel, biases: options.separateBiases ? [bias("bias"), bias("recurrentBias")] : [bias("bias")] };
    this.projected = ledger.activation(`${path}gates`, [steps, batch, 4 * hidden]);
    this.projectedGradient = ledger.gradientActivation(`${path}dgates`, [steps, batch, 4 * hidden]);
    this.#tanhC = ledger.activation(`${path}tanhC`, [steps, batch, hidden]);
    const state = (name: "h" | "c"): StateVariable => {
      const size = [steps + 1, batch, hidden];
      return { name, values: ledger.activation(path + name, size), gradient: ledger.flow(`${path}d${name}`, size), size: hidden };
    };
    this.states = [state("h"), state("c")];
    this.#batch = batch;
    this.#hidden = hidden;
    this.#forgetBias = options.forgetBias ?? 0;
  }

  forwardStep(kernels: Kernels, t: number): void {
    const [h, c] = this.states;
    const H = this.#hidden;
    const gates = this.projected.at(t);
    kernels.gemmNN(this.#batch, 4 * H, H, h.values.at(t), H, this.#recurrentKernel.value.offset, 4 * H, gates, 4 * H, 1);
    const tanhC = this.#tanhC.at(t);
    kernels.gatesForward(this.#batch, H, this.#forgetBias, gates, c.values.at(t), c.values.at(t + 1), tanhC, h.values.at(t + 1));
  }

  backwardStep(kernels: Kernels, t: number): void {
    const [h, c] = this.states;
    const H = this.#hidden;
    const dh = h.gradient!;
    const dc = c.gradient!;
    const gates = this.projected.at(t);
    const dGates = this.projectedGradient!.at(t);
    const tanhC = this.#tanhC.at(t);
    kernels.gatesBackward(this.#batch, H, gates, c.values.at(t), tanhC, dh.at(t + 1), dc.at(t + 1), dc.at(t), dGates);
    kernels.gemmNT(this.#batch, H, 4 * H, dGates, 4 * H, this.#recurrentKernel.value.offset, 4 * H, dh.at(t), H, 1);
  }

  recurrentGradients(kernels: Kernels, steps: number): void {
    const H = this.#hidden;
    const dGates = this.projectedGradient!.offset;
    const dKernel = this.#recurrentKernel.gradient!.offset;
    kernels.gemmTN(H, 4 * H, steps * this.#batch, this.states[0].values.offset, H, dGates, 4 * H, dKernel, 4 * H, 1);
  }

  trace(floats: FloatArray): Trace {
    const [h, c] = this.states;
    const gate = (place: number) => columnsOf(floats, this.projected, place, 4);
    const dGate = (place: number) => this.projectedGradient && columnsOf(floats, this.projectedGradient, place, 4);
    const after = (block: Block | null) => block && wholeOf(floats, block.from(1));
    const forward = { i: gate(0), f: gate(1), g: gate(2), o: gate(3), tanhC: wholeOf(floats, this.#tanhC) };
    const backward = { di: dGate(0), df: dGate(1), dg: dGate(2), do: dGate(3), dh: after(h.gradient), dc: after(c.gradient) };
    return { ...forward, h: after(h.values), c: after(c.values), ...backward };
  }
}

import type { Kernels } from "../../kernels/kernels.ts";
import type { Affine } from "../../layers/affine.ts";
import type { Scope, Source, StateVariable, Trace } from "../../layers/layer.ts";
import type { FloatArray } from "../../memory/arena.ts";
import type { Block } from "../../memory/block.ts";
import type { Derivation } from "../../trace/derivation.ts";
import { biasesOf } from "../../trace/recurrent.ts";
import type { Cell } from "../cell.ts";
import { RecurrentInput } from "../recurrentInput.ts";
import { afterFirst, columnViews, everyStep, wholeView } from "../views.ts";
import { type CellWeights, declareState, declareWeights } from "../weights.ts";
import { lstmDerivations } from "./derivation.ts";
import { lstmGateInfos, lstmGates } from "./gates.ts";
import { checkLstm, type LstmOptions, readStateName } from "./options.ts";
import { Projection } from "./projection.ts";
import { type LstmUnits, lstmUnits } from "./units.ts";

export type { LstmOptions } from "./options.ts";

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
 * `OptionUnits` has the equations with peepholes, other activations, bounds and coupled gates, `Projection` those of a projection.
 *
 * kernel [D, 4H], recurrentKernel [P, 4H], bias [1, 4H], peepholes [1, 3H] of i f o, projectionKernel [H, P]; h [T + 1, N, P] and
 * c [T + 1, N, H] with the initial state in slot 0. P = H without a projection.
 */
export class LstmCell implements Cell {
  readonly input: Affine;
  /** i f g o of all steps: pre-activations until a step has run, activations after. */
  readonly projected: Block;
  readonly projectedGradient: Block | null;
  readonly states: readonly [StateVariable, StateVariable];
  readonly gates = lstmGateInfos;
  readonly derivations: readonly Derivation[];
  readonly #weights: CellWeights;
  readonly #recurrent: RecurrentInput;
  readonly #units: LstmUnits;
  readonly #projection: Projection | null;
  readonly #readC: Block;
  /** `tanhC`, or whatever the state is read by. */
  readonly #readName: string;
  readonly #batch: number;
  readonly #hidden: number;

  constructor(scope: Scope, source: Source, options: LstmOptions) {
    const { ledger, path, steps, batch } = scope;
    const { hiddenSize: H, recurrentDropout = 0 } = options;
    const P = options.projectionSize ?? H;
    checkLstm(options, path);
    this.#weights = declareWeights(scope, source, {
      hiddenSize: H,
      stateSize: P,
      gates: lstmGates,
      biases: biasesOf(options).length,
    });
    this.input = this.#weights.input;
    this.projected = ledger.activation(`${path}gates`, [steps, batch, 4 * H]);
    this.projectedGradient = ledger.gradientActivation(`${path}dgates`, [steps, batch, 4 * H]);
    this.#readName = readStateName(options);
    this.#readC = ledger.activation(path + this.#readName, [steps, batch, H]);
    this.states = [declareState(scope, "h", P), declareState(scope, "c", H)];
    const [h, { values: c, gradient: dc }] = this.states;
    this.#projection = options.projectionSize ? new Projection(scope, H, h, options.projectionClip ?? null) : null;
    const memory = { gates: this.projected, dGates: this.projectedGradient, c, dc, readC: this.#readC };
    this.#units = lstmUnits(scope, options, memory);
    this.#recurrent = new RecurrentInput(scope, this.states[0], recurrentDropout);
    this.#batch = batch;
    this.#hidden = H;
    this.derivations = lstmDerivations({
      ...options,
      recurrentDropped: this.#recurrent.mask !== null,
      candidateDropped: this.#units.mask !== null,
    });
  }

  forwardStep(kernels: Kernels, t: number): void {
    const [h] = this.states;
    const H = this.#hidden;
    const gates = this.projected.at(t);
    this.#recurrent.forward(kernels, t);
    const { offset } = this.#weights.recurrentKernel.value;
    kernels.gemmNN(this.#batch, 4 * H, h.size, this.#recurrent.at(t), h.size, offset, 4 * H, gates, 4 * H, 1);
    this.#units.forward(kernels, t, this.#projection?.m.at(t) ?? h.values.at(t + 1));
    this.#projection?.forward(kernels, t);
  }

  backwardStep(kernels: Kernels, t: number): void {
    const [h] = this.states;
    const H = this.#hidden;
    const dh = h.gradient!.at(t + 1);
    this.#projection?.backward(kernels, t);
    this.#units.backward(kernels, t, this.#projection?.dm?.at(t) ?? dh);
    const { offset } = this.#weights.recurrentKernel.value;
    const dInput = this.#recurrent.gradientAt(kernels, t);
    kernels.gemmNT(this.#batch, h.size, 4 * H, this.projectedGradient!.at(t), 4 * H, offset, 4 * H, dInput, h.size, 1);
    this.#recurrent.backward(kernels, t);
  }

  recurrentGradients(kernels: Kernels, steps: number): void {
    const [{ size }] = this.states;
    const H = this.#hidden;
    const dGates = this.projectedGradient!.offset;
    const dKernel = this.#weights.recurrentKernel.gradient!.offset;
    kernels.gemmTN(size, 4 * H, steps * this.#batch, this.#recurrent.at(0), size, dGates, 4 * H, dKernel, 4 * H, 1);
    this.#projection?.gradients(kernels, steps);
    this.#units.gradients(kernels, steps * this.#batch);
  }

  trace(floats: FloatArray): Trace {
    const [h, c] = this.states;
    const gate = columnViews(floats, this.projected, 4);
    const dGate = columnViews(floats, this.projectedGradient, 4);
    const forward = { i: gate(0), f: gate(1), g: gate(2), o: gate(3), [this.#readName]: wholeView(floats, this.#readC) };
    const backward = { di: dGate(0), df: dGate(1), dg: dGate(2), do: dGate(3) };
    const states = { h: afterFirst(floats, h.values), c: afterFirst(floats, c.values) };
    const gradients = { dh: afterFirst(floats, h.gradient), dc: afterFirst(floats, c.gradient) };
    return { ...forward, ...states, ...backward, ...gradients, ...this.#optionalTrace(floats) };
  }

  /** What only some options have. */
  #optionalTrace(floats: FloatArray): Trace {
    const projection = this.#projection;
    const recurrentMask = this.#recurrent.mask;
    const candidateMask = this.#units.mask;
    return {
      ...(projection && { m: wholeView(floats, projection.m), dm: wholeView(floats, projection.dm) }),
      ...(projection?.clips && { dp: wholeView(floats, projection.dp) }),
      ...(recurrentMask && { recurrentMask: everyStep(floats, recurrentMask, this.projected.shape[0]) }),
      ...(candidateMask && { candidateMask: wholeView(floats, candidateMask) }),
    };
  }
}

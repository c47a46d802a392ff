import type { Cell } from "../../../engine/cells/cell.ts";
import { afterFirst, columnViews } from "../../../engine/cells/views.ts";
import { type CellWeights, declareState, declareWeights } from "../../../engine/cells/weights.ts";
import { activationCodes } from "../../../engine/kernels/activations.ts";
import type { Kernels } from "../../../engine/kernels/kernels.ts";
import type { Scope, Source, StateVariable, Trace } from "../../../engine/layers/layer.ts";
import type { FloatArray } from "../../../engine/memory/arena.ts";
import type { Block } from "../../../engine/memory/block.ts";
import { entry } from "../../../engine/registry/entry.ts";
import { count, number, said } from "../../../engine/registry/options.ts";
import { type Derivation, derive } from "../../../engine/trace/derivation.ts";
import * as formula from "../../../engine/trace/expression.ts";
import { inputPart, throughKernel } from "../../../engine/trace/recurrent.ts";

const gates = [
  { symbol: "u", name: "blend gate", role: "blend" },
  { symbol: "n", name: "candidate", role: "candidate" },
];
const symbols = gates.map(({ symbol }) => symbol);
const { sigmoid, tanh } = activationCodes;

/**
 * A cell that the engine does not have, as another extension may bring it:
 *
 *     u = σ(x · kernel_u + bias_u + h₋ · recurrentKernel_u)        n = tanh(…_n)        h = (1 - u) · h₋ + gain · u · n
 *
 *     du = dh · (gain · n - h₋) · u (1 - u)        dn = dh · gain · u · (1 - n²)
 *     dh₋ += dh · (1 - u) + [du dn] · recurrentKernelᵀ
 *
 * Gates lie side by side, u first: kernel [D, 2H], recurrentKernel [H, 2H], bias [1, 2H].
 */
class BlendCell implements Cell {
  readonly input: Cell["input"];
  readonly projected: Block;
  readonly projectedGradient: Block | null;
  readonly states: readonly [StateVariable];
  readonly gates = gates;
  readonly derivations: readonly Derivation[];
  readonly #weights: CellWeights;
  /** Activations of u and n, [T, N, 2H]. */
  readonly #activated: Block;
  /** Two rows of H numbers. */
  readonly #room: Block;
  readonly #rows: number;
  readonly #hidden: number;
  readonly #gain: number;

  constructor(scope: Scope, source: Source, { hiddenSize, gain }: { readonly hiddenSize: number; readonly gain: number }) {
    const { ledger, path, steps, batch } = scope;
    const shape = [steps, batch, 2 * hiddenSize];
    this.#weights = declareWeights(scope, source, { hiddenSize, gates: symbols, biases: 1 });
    this.input = this.#weights.input;
    this.projected = ledger.activation(`${path}sums`, shape);
    this.projectedGradient = ledger.gradientActivation(`${path}dsums`, shape);
    this.#activated = ledger.activation(`${path}gates`, shape);
    this.#room = ledger.activation(`${path}room`, [2, hiddenSize]);
    this.states = [declareState(scope, "h", hiddenSize)];
    this.derivations = derivationsOf(gain);
    this.#rows = batch;
    this.#hidden = hiddenSize;
    this.#gain = gain;
  }

  forwardStep(kernels: Kernels, t: number): void {
    const [H, W] = [this.#hidden, 2 * this.#hidden];
    const { values } = this.states[0];
    const recurrentKernel = this.#weights.recurrentKernel.value.offset;
    kernels.gemmNN(this.#rows, W, H, values.at(t), H, recurrentKernel, W, this.projected.at(t), W, 1);
    for (let n = 0; n < this.#rows; n++) {
      const [sums, u] = [this.projected.at(t) + n * W, this.#activated.at(t) + n * W];
      const [was, next] = [values.at(t) + n * H, values.at(t + 1) + n * H];
      kernels.activateForward(H, sigmoid, sums, u);
      kernels.activateForward(H, tanh, sums + H, u + H);
      kernels.multiply(H, u, u + H, next, 0);
      kernels.rescale(H, this.#gain, next);
      kernels.addScaled(H, 1, was, next);
      this.#subtractProduct(kernels, u, was, next);
    }
  }

  backwardStep(kernels: Kernels, t: number): void {
    const [H, W] = [this.#hidden, 2 * this.#hidden];
    const { values, gradient } = this.states[0];
    const dSums = this.projectedGradient!.at(t);
    const part = this.#room.at(0);
    for (let n = 0; n < this.#rows; n++) {
      const u = this.#activated.at(t) + n * W;
      const [dh, dBefore] = [gradient!.at(t + 1) + n * H, gradient!.at(t) + n * H];
      kernels.multiply(H, dh, u + H, part, 0);
      kernels.rescale(H, this.#gain, part);
      this.#subtractProduct(kernels, dh, values.at(t) + n * H, part);
      kernels.activateBackward(H, sigmoid, u, part, dSums + n * W);
      kernels.multiply(H, dh, u, part, 0);
      kernels.rescale(H, this.#gain, part);
      kernels.activateBackward(H, tanh, u + H, part, dSums + n * W + H);
      kernels.addScaled(H, 1, dh, dBefore);
      this.#subtractProduct(kernels, dh, u, dBefore);
    }
    kernels.gemmNT(this.#rows, H, W, dSums, W, this.#weights.recurrentKernel.value.offset, W, gradient!.at(t), H, 1);
  }

  recurrentGradients(kernels: Kernels, steps: number): void {
    const [H, W] = [this.#hidden, 2 * this.#hidden];
    const dKernel = this.#weights.recurrentKernel.gradient!.offset;
    const h = this.states[0].values.at(0);
    kernels.gemmTN(H, W, steps * this.#rows, h, H, this.projectedGradient!.offset, W, dKernel, W, 1);
  }

  trace(floats: FloatArray): Trace {
    const { values, gradient } = this.states[0];
    const [gate, gateGradient] = [this.#activated, this.projectedGradient].map((block) => columnViews(floats, block, 2));
    return {
      u: gate!(0),
      n: gate!(1),
      h: afterFirst(floats, values),
      du: gateGradient!(0),
      dn: gateGradient!(1),
      dh: afterFirst(floats, gradient),
    };
  }

  /** to -= a · b */
  #subtractProduct(kernels: Kernels, a: number, b: number, to: number): void {
    const room = this.#room.at(1);
    kernels.multiply(this.#hidden, a, b, room, 0);
    kernels.addScaled(this.#hidden, -1, room, to);
  }
}

function derivationsOf(gainOf: number): Derivation[] {
  const { after, apply, before, blocksOf, difference, into, now, oneMinus, option, product, slope, sum } = formula;
  const gain = option("gain", gainOf);
  const kernel = blocksOf("recurrentKernel", symbols);
  const sums = (gate: string) => sum(...inputPart(symbols, gate, ["bias"]), into(before("h"), kernel(gate)));
  const fromLater = sum(
    product(after("dh"), oneMinus(after("u"))),
    throughKernel(
      [
        ["u", after("du")],
        ["n", after("dn")],
      ],
      symbols,
      false,
    ),
  );
  return [
    derive("u", apply("sigmoid", sums("u"))),
    derive("n", apply("tanh", sums("n"))),
    derive("h", sum(product(oneMinus(now("u")), before("h")), product(gain, now("u"), now("n")))),
    derive("dh", sum(now("dy"), fromLater), fromLater),
    derive("du", product(now("dh"), difference(product(gain, now("n")), before("h")), slope("sigmoid", now("u")))),
    derive("dn", product(now("dh"), gain, now("u"), slope("tanh", now("n")))),
  ];
}

/** As it gets in: one entry, and nothing else anywhere. */
export const blend = entry({
  kind: "cell",
  name: "blend",
  summary: "Blends what it knew with what it reads",
  options: {
    hiddenSize: said(count(), "How many units the cell has."),
    gain: said(number(0.1, 2, 1), "How loud the candidate is."),
  },
  build: (options, { scope, source }) => new BlendCell(scope, source, options),
});

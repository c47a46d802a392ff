import { EngineError } from "../errors/errors.ts";
import { placedAt } from "../errors/placed.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Block } from "../memory/block.ts";
import type { ParameterBlock } from "../memory/ledger.ts";
import { Dense } from "./dense.ts";
import { HiddenDense, type HiddenDenseOptions } from "./hiddenDense.ts";
import { type FeatureSource, type Scope, type SequenceLayer, within } from "./layer.ts";
import { Pass } from "./pass.ts";
import { type ReadOut, type Readout, readOut } from "./readout.ts";

export interface HeadOptions {
  readonly readout: Readout;
  /** Dense layers between what is read and the output, from below. */
  readonly hidden: readonly HiddenDenseOptions[];
  /** Null for a head that only reads. */
  readonly dense: { readonly units: number; readonly bias: boolean; readonly tied: boolean } | null;
  /** The embedding's kernel [V, E]; null where there is none. */
  readonly embedding: ParameterBlock | null;
}

/**
 * From a network's outputs to logits: what is read of them, dense layers `hidden/0/`, `hidden/1/` …, and the dense output `dense/`.
 * Masked steps are computed like all others here, from outputs that are zeros; whether anybody reads them, the loss decides.
 */
export class Head {
  /** Of the output; 0 where there is none. */
  readonly units: number;
  /** [T, N, units]; [1, N, units] where the sequence is read once. */
  readonly logits: Block;
  readonly gradient: Block | null;
  readonly #readOut: ReadOut;
  readonly #hidden: readonly HiddenDense[];
  readonly #dense: Dense | null;

  /** @throws EngineError `badConfiguration` for a readout that the network has not, or an output that cannot be tied. */
  constructor(scope: Scope, network: SequenceLayer, { readout, hidden, dense, embedding }: HeadOptions) {
    const { ledger, batch } = scope;
    const steps = readout === "all" ? scope.steps : 1;
    const above = { ...scope, steps, pass: new Pass(ledger, steps, batch, false) };
    this.#readOut = placedAt(["head", "readout"], () => readOut(readout, within(scope, "readout"), network));
    let features = this.#readOut.features;
    this.#hidden = hidden.map((options, place) => {
      const layer = new HiddenDense(within(within(above, "hidden"), String(place)), features, options);
      features = layer.output;
      return layer;
    });
    const tied = dense?.tied ? placedAt(["head", "tied"], () => requireTied(embedding, features, dense.units)) : null;
    this.#dense = dense && new Dense(within(above, "dense"), features, { ...dense, tied });
    this.units = dense?.units ?? 0;
    this.logits = this.#dense?.logits ?? ledger.activation("logits", [steps, batch, 0]);
    this.gradient = this.#dense?.gradient ?? null;
  }

  /** Steps whose logits a pass of `steps` steps leaves. */
  stepsRead(steps: number): number {
    return this.#readOut.stepsRead(steps);
  }

  forward(kernels: Kernels, steps: number): void {
    const read = this.stepsRead(steps);
    this.#readOut.forward(kernels, steps);
    for (const layer of this.#hidden) layer.forward(kernels, read);
    this.#dense?.forward(kernels, read);
  }

  backward(kernels: Kernels, steps: number): void {
    const read = this.stepsRead(steps);
    this.#dense?.backward(kernels, read);
    for (let i = this.#hidden.length - 1; i >= 0; i--) this.#hidden[i]!.backward(kernels, read);
    this.#readOut.backward(kernels, steps);
  }
}

function requireTied(embedding: ParameterBlock | null, { size }: FeatureSource, units: number): ParameterBlock {
  const { rows = 0, columns = 0 } = embedding?.info ?? {};
  if (embedding !== null && rows === units && columns === size) return embedding;
  const found = embedding === null ? "there is none" : `that is [${rows}, ${columns}]`;
  throw new EngineError(
    "badConfiguration",
    `The tied output needs an embedding [${units}, ${size}], a row for each of its units and a column for each feature below it; ${found}.`,
    "Give the embedding these sizes, put a hidden layer between, or let the output have a kernel of its own.",
  );
}

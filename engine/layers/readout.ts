import { EngineError } from "../errors/errors.ts";
import type { Kernels } from "../kernels/kernels.ts";
import type { Block } from "../memory/block.ts";
import { zeroMaskedSteps } from "./features.ts";
import type { FeatureSource, NetworkEnd, Scope, SequenceLayer } from "./layer.ts";

export const readouts = ["all", "last", "mean", "final"] as const;

/**
 * What of a sequence the head reads: the outputs of `all` steps; of each row's `last` valid step; their `mean` over valid steps; or what the
 * network holds after its last step, `final`, which a bidirectional network merges from both halves' ends.
 */
export type Readout = (typeof readouts)[number];

/** Between a network and its head. `forward` follows the network's pass forward; `backward` comes before its pass back. */
export interface ReadOut {
  /** [T, N, size], or [1, N, size] of what is read once. */
  readonly features: FeatureSource;
  /** Steps of the features after a pass of so many steps. */
  stepsRead(steps: number): number;
  forward(kernels: Kernels, steps: number): void;
  backward(kernels: Kernels, steps: number): void;
}

/** @throws EngineError `badConfiguration` where the final state is asked for of a network that has none. */
export function readOut(readout: Readout, scope: Scope, network: SequenceLayer): ReadOut {
  switch (readout) {
    case "all":
      return new AllSteps(scope, network.output);
    case "last":
      return new LastStep(scope, network.output);
    case "mean":
      return new MeanOfSteps(scope, network.output);
    case "final":
      return new FinalState(scope, network.end() ?? noEnd());
    default:
      return readout satisfies never;
  }
}

const noEnd = (): never => {
  throw new EngineError(
    "badConfiguration",
    'The readout "final" is of a network that ends in a layer without a state.',
    'Read out "last" or "mean", or end the network in a cell.',
  );
};

/** The outputs themselves. Those at masked steps are zeros whatever the weights are: what a head adds to their gradient ends here. */
class AllSteps implements ReadOut {
  readonly features: FeatureSource;
  readonly #scope: Scope;

  constructor(scope: Scope, output: FeatureSource) {
    this.features = output;
    this.#scope = scope;
  }

  stepsRead(steps: number): number {
    return steps;
  }

  forward(): void {}

  backward(kernels: Kernels, steps: number): void {
    zeroMaskedSteps(kernels, this.#scope, steps, this.features.gradient!, this.features.size);
  }
}

/** Features of their own, one step of them. */
abstract class ReadOnce implements ReadOut {
  readonly features: FeatureSource;
  /** N · size */
  protected readonly count: number;

  constructor({ ledger, path, batch }: Scope, size: number) {
    const shape = [1, batch, size];
    const values = ledger.activation(`${path}features`, shape);
    this.features = { kind: "features", values, gradient: ledger.flow(`${path}dfeatures`, shape), size };
    this.count = batch * size;
  }

  stepsRead(): number {
    return 1;
  }

  abstract forward(kernels: Kernels, steps: number): void;
  abstract backward(kernels: Kernels, steps: number): void;
}

/** Each row's last valid step, gathered. A row without one has zeros, and hands no gradient on. */
class LastStep extends ReadOnce {
  readonly #output: FeatureSource;
  readonly #scope: Scope;
  /** [N] */
  readonly #numbers: Block;

  constructor(scope: Scope, output: FeatureSource) {
    super(scope, output.size);
    this.#output = output;
    this.#scope = scope;
    this.#numbers = scope.pass.lastSteps();
  }

  forward(kernels: Kernels): void {
    const { values, size } = this.#output;
    kernels.gatherRows(this.#scope.batch, size, this.#numbers.offset, values.offset, this.features.values.offset);
  }

  backward(kernels: Kernels): void {
    const { gradient, size } = this.#output;
    const { batch, pass } = this.#scope;
    const d = this.features.gradient!.offset;
    for (let n = 0; n < batch; n++) if (pass.counts[n] === 0) kernels.fill(size, 0, d + n * size);
    kernels.scatterAddRows(batch, size, this.#numbers.offset, d, gradient!.offset);
  }
}

/**
 * Σ y / n over each row's n valid steps; zeros where there are none.
 *
 *     dy += d / n at each of them
 */
class MeanOfSteps extends ReadOnce {
  readonly #output: FeatureSource;
  readonly #scope: Scope;

  constructor(scope: Scope, output: FeatureSource) {
    super(scope, output.size);
    this.#output = output;
    this.#scope = scope;
  }

  /** Outputs at masked steps are zeros, so that all may be added up. */
  forward(kernels: Kernels, steps: number): void {
    const sum = this.features.values.offset;
    kernels.fill(this.count, 0, sum);
    for (let t = 0; t < steps; t++) kernels.addScaled(this.count, 1, this.#output.values.at(t), sum);
    this.#divide(kernels, sum);
  }

  backward(kernels: Kernels, steps: number): void {
    const { mask } = this.#scope.pass;
    const d = this.features.gradient!.offset;
    this.#divide(kernels, d);
    for (let t = 0; t < steps; t++) {
      const dy = this.#output.gradient!.at(t);
      kernels.addScaled(this.count, 1, d, dy);
      if (mask !== null) kernels.zeroMasked(this.#scope.batch, this.#output.size, mask.at(t), dy);
    }
  }

  /** Each row by the number of its valid steps. */
  #divide(kernels: Kernels, at: number): void {
    const { counts } = this.#scope.pass;
    const { size } = this.features;
    for (let n = 0; n < counts.length; n++) kernels.rescale(size, 1 / Math.max(1, counts[n]!), at + n * size);
  }
}

/** What the network holds after its last step. A row without a valid step has its initial state. */
class FinalState extends ReadOnce {
  readonly #end: NetworkEnd;

  constructor(scope: Scope, end: NetworkEnd) {
    super(scope, end.size);
    this.#end = end;
  }

  forward(kernels: Kernels, steps: number): void {
    this.#end.forward(kernels, steps);
    kernels.copy(this.count, this.#end.values(steps), this.features.values.offset);
  }

  backward(kernels: Kernels, steps: number): void {
    kernels.addScaled(this.count, 1, this.features.gradient!.offset, this.#end.gradient(steps));
    this.#end.backward(kernels, steps);
  }
}

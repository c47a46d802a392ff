import { Dense, type Readout } from "../layers/dense.ts";
import type { Scope, SequenceLayer, Source } from "../layers/layer.ts";
import { Pass } from "../layers/pass.ts";
import { type Loss, type LossName, losses } from "../losses/loss.ts";
import type { Block } from "../memory/block.ts";
import { type Layout, Ledger, layoutBytes } from "../memory/ledger.ts";
import { buildNetwork, type NetworkSpec, requireSize } from "./network.ts";
import type { ModelPlan } from "./shape.ts";

/** A whole model as plain data: input, network, dense output, loss. */
export interface ModelSpec {
  /** One-hot vectors told by their ids, or rows of real numbers; of `size` elements. */
  readonly input: { readonly kind: "ids" | "features"; readonly size: number };
  /** Begins the paths of the network's parameters; with a closing slash unless empty. */
  readonly networkPath: string;
  readonly network: NetworkSpec;
  readonly dense: { readonly units: number; readonly bias: boolean };
  readonly loss: LossName;
}

/** A model before it has memory: everything declared and laid out, nothing allocated. */
export interface Blueprint {
  readonly pass: Pass;
  readonly source: Source;
  readonly network: SequenceLayer;
  readonly dense: Dense;
  readonly loss: Loss;
  /** [T or 1, N], or [T or 1, N, units] for losses on real numbers. */
  readonly targets: Block;
  /** One after another for each cell and each of its state variables: [N, H]. */
  readonly state: Block;
  readonly ledger: Ledger;
  readonly layout: Layout;
  readonly plannedBytes: number;
}

/** @throws EngineError `badConfiguration` for a size that cannot be. */
export function draw(spec: ModelSpec, plan: ModelPlan): Blueprint {
  checkSizes(spec, plan);
  const ledger = new Ledger(plan.training, plan.slots);
  const pass = new Pass(ledger, plan.steps, plan.batch, plan.lengths ?? false);
  const scope: Scope = { ledger, steps: plan.steps, batch: plan.batch, path: "", pass, reversed: false };
  const source = declareSource(spec.input, scope);
  const network = buildNetwork(spec.network, { ...scope, path: spec.networkPath }, source);
  const options = { readout: plan.readout, bias: spec.dense.bias };
  const dense = new Dense({ ...scope, path: "dense/" }, network.output, spec.dense.units, options);
  const loss = losses[spec.loss];
  const targets = declareTargets(loss, plan, spec.dense.units, ledger);
  const state = ledger.input("state", [stateSize(network, plan.batch)]);
  const layout = ledger.layOut();
  return {
    pass,
    source,
    network,
    dense,
    loss,
    targets,
    state,
    ledger,
    layout,
    plannedBytes: layoutBytes(layout, plan.precision),
  };
}

function checkSizes({ input, dense }: ModelSpec, { steps, batch }: ModelPlan): void {
  requireSize(input.size, "the size of the input");
  requireSize(dense.units, "the number of output units");
  requireSize(steps, "the number of time steps");
  requireSize(batch, "the number of rows of a batch");
}

function declareSource({ kind, size }: ModelSpec["input"], { ledger, steps, batch }: Scope): Source {
  if (kind === "ids") return { kind, ids: ledger.ids("inputs", [steps, batch]), size };
  const shape = [steps, batch, size];
  return { kind, values: ledger.input("inputs", shape), gradient: ledger.flow("dinputs", shape), size };
}

function declareTargets(loss: Loss, { readout, steps, batch }: ModelPlan, units: number, ledger: Ledger): Block {
  const stepsRead: Record<Readout, number> = { all: steps, last: 1 };
  const shape = [stepsRead[readout], batch];
  return loss.targets === "ids" ? ledger.ids("targets", shape) : ledger.input("targets", [...shape, units]);
}

function stateSize(network: SequenceLayer, batch: number): number {
  return network.cells.flatMap((cell) => cell.states).reduce((sum, { size }) => sum + size * batch, 0);
}

import { workspaceOf } from "../kernels/sets/choose.ts";
import { Dense, type Readout } from "../layers/dense.ts";
import { Embedding } from "../layers/embedding.ts";
import { type Scope, type SequenceLayer, type Source, within } from "../layers/layer.ts";
import type { NetworkNode } from "../layers/networkNode.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import { Pass } from "../layers/pass.ts";
import type { Loss, LossName } from "../losses/loss.ts";
import type { Block } from "../memory/block.ts";
import { type Layout, Ledger, layoutBytes } from "../memory/ledger.ts";
import type { Registry } from "../registry/registry.ts";
import { Stacked } from "../wrappers/stacked.ts";
import { type BuiltNetwork, buildNetwork, requireSize } from "./network.ts";
import type { ModelPlan } from "./shape.ts";

/** A whole model as plain data: input, network, dense output, loss. */
export interface ModelSpec {
  /** One-hot vectors told by their ids, or rows of real numbers; of `size` elements. */
  readonly input: { readonly kind: "ids" | "features"; readonly size: number };
  /** Ids look up rows of `embedding/kernel` [V, size], learned with the rest, instead of being one-hot vectors. None where left out. */
  readonly embedding?: { readonly size: number };
  readonly network: NetworkSpec;
  readonly dense: { readonly units: number; readonly bias: boolean };
  readonly loss: LossName;
}

/** A model before it has memory: everything declared and laid out, nothing allocated. */
export interface Blueprint {
  readonly pass: Pass;
  readonly source: Source;
  readonly network: SequenceLayer;
  /** What the network is made of. */
  readonly node: NetworkNode;
  /** Null where ids are one-hot, and where the input is real numbers. */
  readonly embedding: Embedding | null;
  readonly dense: Dense;
  readonly loss: Loss;
  /** [T or 1, N], or [T or 1, N, units] for losses on real numbers. */
  readonly targets: Block;
  /** One after another for each cell and each of its state variables: [N, H]. */
  readonly state: Block;
  /** The same layout; null where the plan has none. */
  readonly finalStateGradient: Block | null;
  readonly ledger: Ledger;
  readonly layout: Layout;
  readonly plannedBytes: number;
}

/** @throws EngineError `badConfiguration` for a size that cannot be. */
export function draw(registry: Registry, spec: ModelSpec, plan: ModelPlan): Blueprint {
  checkSizes(spec, plan);
  const ledger = new Ledger(plan.training, plan.slots);
  const pass = new Pass(ledger, plan.steps, plan.batch, plan.lengths ?? false);
  const scope: Scope = { ledger, steps: plan.steps, batch: plan.batch, path: "", pass, reversed: false };
  const source = declareSource(spec.input, scope);
  const { layer: network, node, embedding } = buildWhole(registry, spec, scope, source);
  const options = { readout: plan.readout, bias: spec.dense.bias };
  const dense = new Dense({ ...scope, path: "dense/" }, network.output, spec.dense.units, options);
  const loss = registry.build("loss", spec.loss, {}, null);
  const targets = declareTargets(loss, plan, spec.dense.units, ledger);
  const size = [stateSize(network, plan.batch)];
  const state = ledger.input("state", size);
  const finalStateGradient = plan.finalStateGradient && plan.training ? ledger.input("dfinalState", size) : null;
  const layout = ledger.layOut();
  return {
    pass,
    source,
    network,
    node,
    embedding,
    dense,
    loss,
    targets,
    state,
    finalStateGradient,
    ledger,
    layout,
    plannedBytes: layoutBytes(layout, plan.precision) + workspaceOf(plan.precision),
  };
}

/** The network, on an embedding where there is one. */
function buildWhole(
  registry: Registry,
  { embedding, network }: ModelSpec,
  scope: Scope,
  source: Source,
): BuiltNetwork & { readonly embedding: Embedding | null } {
  if (!embedding) return { ...buildNetwork(registry, network, scope, source), embedding: null };
  requireSize(embedding.size, "the size of the embedding");
  const rows = new Embedding(within(scope, "embedding"), source, embedding.size);
  const built = buildNetwork(registry, network, scope, rows.output);
  return { ...built, layer: new Stacked([rows, built.layer]), embedding: rows };
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

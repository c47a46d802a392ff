import { placedAt, placedWithin } from "../errors/placed.ts";
import { workspaceOf } from "../kernels/sets/choose.ts";
import { Embedding } from "../layers/embedding.ts";
import { Head, type HeadOptions } from "../layers/head.ts";
import type { HiddenDenseOptions } from "../layers/hiddenDense.ts";
import { type Scope, type SequenceLayer, type Source, within } from "../layers/layer.ts";
import type { NetworkNode } from "../layers/networkNode.ts";
import type { NamedSpec, NetworkSpec } from "../layers/networkSpec.ts";
import { Pass } from "../layers/pass.ts";
import type { LossPlace } from "../losses/formulas.ts";
import type { Loss } from "../losses/loss.ts";
import type { Block } from "../memory/block.ts";
import { type Layout, Ledger, layoutBytes } from "../memory/ledger.ts";
import { readNamed } from "../registry/named.ts";
import type { Registry } from "../registry/registry.ts";
import { Stacked } from "../wrappers/stacked.ts";
import { InitialState, type TrainedStates } from "./initialState.ts";
import { type BuiltNetwork, buildNetwork, requireSize } from "./network.ts";
import type { ModelPlan } from "./shape.ts";

/** A whole model as plain data: input, network, head, loss. */
export interface ModelSpec {
  /** One-hot vectors told by their ids, or rows of real numbers; of `size` elements. */
  readonly input: { readonly kind: "ids" | "features"; readonly size: number };
  /**
   * Ids look up rows of `embedding/kernel` [V, size], learned with the rest, instead of being one-hot vectors. None where left out.
   * `padding`: an id whose row gets no gradient from look-ups.
   */
  readonly embedding?: { readonly size: number; readonly padding?: number };
  readonly network: NetworkSpec;
  /** Dense layers between what is read of the network and the output, `hidden/0/` …; none where left out. */
  readonly hidden?: readonly HiddenSpec[];
  /** The output; `tied` to the embedding it has no kernel of its own. Null for a network alone, which has no loss. */
  readonly dense: { readonly units: number; readonly bias: boolean; readonly tied?: boolean } | null;
  /** A loss by its name, or with its options: `{ softmaxCrossEntropy: { labelSmoothing: 0.1 } }`. */
  readonly loss: NamedSpec;
  /** Initial states that are learned, one row for every row of a batch: `initialState/forward/0/h`. None where left out. */
  readonly trainInitialState?: TrainedStates;
}

/** A dense layer of the head; linear and with a bias where these are left out. */
export type HiddenSpec = Pick<HiddenDenseOptions, "units"> & Partial<HiddenDenseOptions>;

/** A model before it has memory: everything declared and laid out, nothing allocated. */
export interface Blueprint {
  readonly pass: Pass;
  readonly source: Source;
  readonly network: SequenceLayer;
  /** What the network is made of. */
  readonly node: NetworkNode;
  /** Null where ids are one-hot, and where the input is real numbers. */
  readonly embedding: Embedding | null;
  readonly head: Head;
  readonly loss: Loss;
  /** [T or 1, N], or [T or 1, N, units] for losses on real numbers. */
  readonly targets: Block;
  /** For each row of logits; null where the plan has none. */
  readonly targetWeights: Block | null;
  readonly initialState: InitialState;
  /** What a pass is given to begin with: one after another for each cell and each of its state variables, [N, H]. */
  readonly state: Block;
  /** Laid out as the given initial state; null where the plan has none. */
  readonly finalStateGradient: Block | null;
  readonly ledger: Ledger;
  readonly layout: Layout;
  readonly plannedBytes: number;
}

/** @throws EngineError `badConfiguration` for a size that cannot be, and parts that do not fit; its place is that in a recipe. */
export function draw(registry: Registry, spec: ModelSpec, plan: ModelPlan): Blueprint {
  checkSizes(spec, plan);
  const ledger = new Ledger(plan.training, plan.slots);
  const pass = new Pass(ledger, plan.steps, plan.batch, plan.masks ?? false);
  const scope: Scope = { ledger, steps: plan.steps, batch: plan.batch, path: "", pass, reversed: false };
  const source = declareSource(spec.input, scope);
  const { layer: network, node, embedding } = buildWhole(registry, spec, scope, source);
  const options: HeadOptions = {
    readout: plan.readout,
    hidden: (spec.hidden ?? []).map((layer) => ({ activation: "linear", bias: true, ...layer })),
    dense: spec.dense && { tied: false, ...spec.dense },
    embedding: embedding?.kernel ?? null,
  };
  const head = placedAt(["head"], () => new Head(scope, network, options));
  const loss = placedAt(["training", "loss"], () => buildLoss(registry, spec.loss, { units: head.units, ledger }));
  const targets = declareTargets(loss, head, ledger);
  const targetWeights = plan.targetWeights ? ledger.input("targetWeights", head.logits.shape.slice(0, -1)) : null;
  const trained = spec.trainInitialState ?? false;
  const initialState = placedAt(["head", "initialState"], () => new InitialState(scope, network.cells, trained));
  const { shape } = initialState.given;
  const finalStateGradient = plan.finalStateGradient && plan.training ? ledger.input("dfinalState", shape) : null;
  const layout = ledger.layOut();
  return {
    pass,
    source,
    network,
    node,
    embedding,
    head,
    loss,
    targets,
    targetWeights,
    initialState,
    state: initialState.given,
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
  const build = (below: Source) => placedWithin(["network"], () => buildNetwork(registry, network, scope, below));
  if (!embedding) return { ...build(source), embedding: null };
  const rows = placedAt(["head", "embedding"], () => {
    requireSize(embedding.size, "the size of the embedding");
    return new Embedding(within(scope, "embedding"), source, { padding: null, ...embedding });
  });
  const built = build(rows.output);
  return { ...built, layer: new Stacked([rows, built.layer]), embedding: rows };
}

function checkSizes({ input, hidden = [], dense }: ModelSpec, { steps, batch }: ModelPlan): void {
  requireSize(input.size, "the size of the input");
  for (const { units } of hidden) requireSize(units, "the number of hidden units");
  if (dense !== null) requireSize(dense.units, "the number of output units");
  requireSize(steps, "the number of time steps");
  requireSize(batch, "the number of rows of a batch");
}

function declareSource({ kind, size }: ModelSpec["input"], { ledger, steps, batch }: Scope): Source {
  if (kind === "ids") return { kind, ids: ledger.ids("inputs", [steps, batch]), size };
  const shape = [steps, batch, size];
  return { kind, values: ledger.input("inputs", shape), gradient: ledger.flow("dinputs", shape), size };
}

/** @throws EngineError `badConfiguration` for an unknown name or option, or one out of its limits. */
function buildLoss(registry: Registry, spec: NamedSpec, place: LossPlace): Loss {
  const { entry, options } = readNamed(registry, ["loss"], spec);
  return registry.build("loss", entry.name, options, place);
}

/** For each row of logits an id, or a row of numbers. */
function declareTargets(loss: Loss, { logits }: Head, ledger: Ledger): Block {
  const { shape } = logits;
  return loss.targets === "ids" ? ledger.ids("targets", shape.slice(0, -1)) : ledger.input("targets", shape);
}

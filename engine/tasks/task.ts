import type { NetworkNode } from "../layers/networkNode.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import type { Readout } from "../layers/readout.ts";
import type { Random } from "../random/random.ts";
import type { Batcher } from "../text/batching/batcher.ts";
import type { Pass } from "../text/batching/pass.ts";
import type { DataSize, RunData } from "./data.ts";

/** What a trained network can be asked, whatever its task is called. */
export interface Abilities {
  /** Write on by itself, token by token. */
  readonly sample: boolean;
  /** Say what comes next after the text before a place. */
  readonly predict: boolean;
  /** Say what stands in a blank, from so many tokens on both sides; null where it cannot. */
  readonly fill: { readonly left: number; readonly right: number } | null;
  /** Say the next numbers of a series. */
  readonly forecast: boolean;
}

/** What a batch asks of a network's shape. */
export interface TaskShape {
  readonly input: { readonly kind: "ids" | "features"; readonly size: number };
  /** Of the output layer. */
  readonly units: number;
}

/** What a network is to learn of a text: how batches are cut from it, what is read out, and which networks cannot learn it. */
export interface Task {
  readonly reads: RunData["kind"];
  /** T: time steps of a pass. */
  readonly steps: number;
  /** N: rows of a batch. */
  readonly rows: number;
  /** Which states go on from a batch to the next. */
  readonly carries: Carry;
  /** The usual one first. */
  readonly readouts: readonly Readout[];
  /** By the loss's name, the usual one first. */
  readonly losses: readonly string[];
  readonly can: Abilities;
  shape(size: DataSize): TaskShape;
  /** Loss of a guess that knows nothing, such as ln V; null where only the untrained network can tell. */
  blindLoss(size: DataSize): number | null;
  /** What to learn it with where nobody says: from a plain stack, what suits the task better. */
  readonly usualNetwork?: (plain: NetworkSpec) => NetworkSpec;
  /** Why this network cannot learn it, with what to do; null where it can. */
  refusal(network: NetworkNode): Refusal | null;
  /** @throws EngineError `emptyText`, `tooFewTokens` where the text has not enough for a batch */
  batcher(data: RunData, random: Random): Batcher;
  /** What a validation goes through; null where nothing was kept from training. @throws EngineError `tooFewTokens` */
  validation(data: RunData): Pass | null;
}

/** No state (windows), all, or h alone, with c from zero. */
export type Carry = "none" | "all" | "h";

export interface Refusal {
  readonly message: string;
  readonly advice: string;
}

/** A validation of more windows takes so many of them, evenly spread. */
export const mostWindows = 4096;

/** Of tasks whose answer is one of V tokens. */
export const classLosses = ["softmaxCrossEntropy"] as const;

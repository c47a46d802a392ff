import { unplaced } from "../errors/placed.ts";
import type { NamedSpec, NetworkSpec } from "../layers/networkSpec.ts";
import { checkOptions } from "../registry/fillUp.ts";
import { choice, type Option, said } from "../registry/options.ts";
import type { Registry } from "../registry/registry.ts";
import { numbers } from "./limits.ts";
import { recipeVersion } from "./options.ts";
import type { WholeRecipe } from "./recipe.ts";

/**
 * A recipe in twenty flat words: a stack of equal cells on tokens. The settings and the command line's options say these, and saved models of
 * version 1 are of this kind; everything beyond needs a recipe of its own.
 */
export interface Plain {
  /** Names of entries of the registry. */
  readonly tokenizer: string;
  /** Name of a task on tokens. */
  readonly batching: string;
  readonly cell: string;
  readonly kernelInitializer: string;
  readonly recurrentInitializer: string;
  readonly optimizer: string;
  readonly sequenceLength: number;
  readonly batchSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly forgetBias: number;
  readonly initializerScale: number;
  readonly learningRate: number;
  readonly clipNorm: number;
  readonly steps: number;
  readonly seed: number;
  readonly sampleEvery: number;
  readonly sampleLength: number;
  readonly temperature: number;
}

/** What a person fixed; everything that is missing is chosen from the text. */
export type Chosen = Partial<Plain>;

/** Tasks that read tokens and need no more said than their lengths. */
export const plainTasks = ["windows", "streams"] as const;

/** The words with their limits and meanings: what settings, the command line and a check of theirs are made of. */
export function plainOptions(registry: Registry): { readonly [K in keyof Plain]: Option } {
  const names = (kind: "tokenizer" | "cell" | "initializer" | "optimizer", summary: string) =>
    said(choice(registry.names(kind), null), summary);
  return {
    tokenizer: names("tokenizer", "What the network reads and predicts, one at a time."),
    batching: said(choice(plainTasks, null), "How the text is cut into batches."),
    ...numbers,
    cell: names("cell", "The kind of cell."),
    kernelInitializer: names("initializer", "First values of the weights from the input, and of the output layer."),
    recurrentInitializer: names("initializer", "First values of the weights from the previous step."),
    optimizer: names("optimizer", "How a gradient becomes a change of the weights."),
  };
}

/** @throws EngineError `badConfiguration` naming every word that is out of its limits. */
export function checkChosen(registry: Registry, chosen: Readonly<Record<string, unknown>>, owner: string): Chosen {
  const checked = unplaced(() => checkOptions(plainOptions(registry), chosen, owner));
  return Object.fromEntries(Object.entries(checked).filter(([, value]) => value !== null)) as Chosen;
}

/** The same in the recipes' language. */
export function recipeOf(registry: Registry, plain: Plain): WholeRecipe {
  const { initializerScale: scale, sequenceLength, batchSize } = plain;
  const initializer = (name: string): NamedSpec =>
    "scale" in registry.get("initializer", name).options ? { [name]: { scale } } : name;
  return {
    version: recipeVersion,
    text: { file: null, tokenizer: plain.tokenizer, vocabulary: null, minimumCount: 1, letters: "asWritten", order: "usual" },
    task: {
      [plain.batching]: checkOptions(registry.get("task", plain.batching).options, { sequenceLength, batchSize }, "task"),
    },
    network: plainNetwork(registry, plain),
    head: {
      readout: plain.batching === "windows" ? "last" : "all",
      embedding: null,
      hidden: [],
      bias: true,
      tied: false,
      initialState: "zero",
      states: null,
    },
    training: {
      steps: plain.steps,
      seed: plain.seed,
      precision: "float32",
      optimizer: plain.optimizer,
      learningRate: plain.learningRate,
      clipping: { norm: plain.clipNorm, epsilon: 0, each: null, value: null },
      loss: "softmaxCrossEntropy",
      gradient: "mean",
      initializers: {
        kernel: initializer(plain.kernelInitializer),
        recurrentKernel: initializer(plain.recurrentInitializer),
        bias: "zeros",
        weights: null,
      },
      validation: { part: 0, file: null, every: 100 },
      earlyStopping: null,
      explosion: "stop",
    },
    sampling: {
      every: plain.sampleEvery,
      length: plain.sampleLength,
      temperature: plain.temperature,
      topK: null,
      topP: null,
    },
  };
}

/** A forget bias is for cells that have one. */
function plainNetwork(registry: Registry, { cell, hiddenSize, layers, forgetBias }: Plain): NetworkSpec {
  const options = "forgetBias" in registry.get("cell", cell).options ? { hiddenSize, forgetBias } : { hiddenSize };
  return { stacked: Array.from({ length: layers }, () => ({ [cell]: options })) };
}

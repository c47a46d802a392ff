import { type Plain, recipeOf } from "../../../engine/recipe/plain.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import type { TrainRequest } from "../../../engine/runs/request.ts";

export const fable =
  "Long ago, the mice had a general council to consider what measures they could take to outwit their common enemy, the Cat. " +
  "Some said this, and some said that; but at last a young mouse got up and said he had a proposal to make, which he thought " +
  "would meet the case. “You will all agree,” said he, “that our chief danger consists in the sly and treacherous manner in " +
  "which the enemy approaches us.”\n";

const small: Plain = {
  tokenizer: "character",
  batching: "streams",
  sequenceLength: 7,
  batchSize: 3,
  cell: "lstm",
  hiddenSize: 12,
  layers: 1,
  forgetBias: 1,
  kernelInitializer: "glorotUniform",
  recurrentInitializer: "orthogonal",
  initializerScale: 0.1,
  optimizer: "adam",
  learningRate: 0.01,
  clipNorm: 5,
  steps: 30,
  seed: 5,
  sampleEvery: 0,
  sampleLength: 12,
  temperature: 0.8,
};

const registry = createRegistry();

export function plainOf(change: Partial<Plain> = {}): Plain {
  return { ...small, ...change };
}

export const recipeFor = (change: Partial<Plain> = {}) => recipeOf(registry, plainOf(change));

export function orderOf(change: Partial<Plain> = {}, more: Partial<TrainRequest> = {}): TrainRequest {
  return {
    text: fable,
    recipe: recipeFor(change),
    chosen: {},
    model: null,
    paused: false,
    interrupt: null,
    threads: null,
    reportEvery: 0,
    ...more,
  };
}

import * as v from "valibot";
import { EngineError } from "../errors/errors.ts";
import { badModelFile, readModelFile, type SavedModel } from "../formats/modelFile.ts";
import { fastestOn } from "../kernels/sets/choose.ts";
import { mostThreads, type Threads } from "../kernels/threads.ts";
import { LanguageModel, type ModelPlan, type ModelShape } from "../model/languageModel.ts";
import { Random } from "../random/random.ts";
import { checkConfig, type TrainingConfig } from "../recipe/config.ts";
import { createRegistry } from "../registry/builtins/createRegistry.ts";
import type { Registry } from "../registry/registry.ts";
import { type EncodedText, encodeKnownText, encodeNewText } from "../text/encode.ts";
import { hashText } from "../text/hash.ts";
import { normalizeText } from "../text/normalize.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { Trainer } from "../training/trainer.ts";
import { printableToken } from "../words/tokens.ts";
import { batcherFor } from "./batcherFor.ts";
import type { RunDescription } from "./description.ts";
import { initialize } from "./initializersOf.ts";
import { type MemoryPlan, planMemory, totalBytes } from "./memoryPlan.ts";
import { optimizerFromConfig, slotsOf } from "./optimizerOf.ts";
import type { TrainRequest } from "./request.ts";

export const usualMemoryLimit = 4 * 2 ** 30;

/** Tokens that a description names, so that a large vocabulary is not sent for a picture's axis. */
const describedTokens = 4096;

/** All the parts of a run, ready for its first step. */
export interface Run {
  readonly config: TrainingConfig;
  readonly vocabulary: Vocabulary;
  readonly ids: Int32Array;
  readonly textHash: string;
  readonly shape: ModelShape;
  readonly trainer: Trainer;
  readonly description: RunDescription;
}

/**
 * @param memoryLimit bytes that the plan must not exceed
 * @param available as many threads as the machine has cores; null where there is no way to start any
 * @throws EngineError `badConfiguration`, `emptyText`, `tooFewTokens`, `outOfMemory`; with a saved model also `badModelFile` and
 * `unknownTokens`
 */
export function buildRun(
  request: TrainRequest,
  memoryLimit: number,
  available: Threads | null = null,
  registry: Registry = createRegistry(),
): Run {
  const saved = request.model === null ? null : readModelFile(request.model);
  const config = saved === null ? request.config : continuedConfig(saved.config, request.config);
  checkConfig(config);
  const text = normalizeText(request.text);
  const { ids, vocabulary } = encodeWithinMemory(registry, text, config, saved);
  const random = new Random(config.seed);
  const batcher = batcherFor(config, ids, random);
  const shape = shapeOf(config, vocabulary.size);
  const plan = planOf(config, registry);
  const threads = threadsFor(config, vocabulary.size, request.threads, available);
  const memory = planMemory({ text, ids, vocabulary, config, shape, plan, threads: threads?.count ?? 1 });
  refuseOverLimit(memory, memoryLimit);
  const model = new LanguageModel(shape, plan, fastestOn(threads));
  const trainer = new Trainer(model, batcher, optimizerFromConfig(config, registry), config);
  const textHash = hashText(text);
  if (saved === null) initialize(model.parameters, config, random, registry);
  else restore(trainer, saved, saved.text.hash === textHash);
  return {
    config,
    vocabulary,
    ids,
    textHash,
    shape,
    trainer,
    description: describe(config, vocabulary, ids, trainer, totalBytes(memory), threads?.count ?? 1),
  };
}

/** A run as the model that a file holds: views of its numbers as they stand, which the next step changes. */
export function standingModel({ config, vocabulary, trainer, textHash: hash, ids }: Run): SavedModel {
  const text = { hash, tokens: ids.length };
  return { config, vocabulary, parameters: trainer.model.parameters, trainer: trainer.standing, text };
}

/** The saved run decides its numbers; how long it goes on and how it samples is asked anew. */
function continuedConfig(saved: TrainingConfig, asked: TrainingConfig): TrainingConfig {
  const { steps, sampleEvery, sampleLength, temperature } = asked;
  return { ...saved, steps, sampleEvery, sampleLength, temperature };
}

function encodeWithinMemory(registry: Registry, text: string, config: TrainingConfig, saved: SavedModel | null): EncodedText {
  try {
    return encode(registry, text, config, saved);
  } catch (error) {
    // What the platform throws where an array or a map would be too large.
    if (!(error instanceof RangeError)) throw error;
    const advice = "Train on a part of it.";
    throw new EngineError("tooManyTokens", "The text has more tokens than this machine has memory for.", advice);
  }
}

function encode(registry: Registry, text: string, config: TrainingConfig, saved: SavedModel | null): EncodedText {
  const tokenizer = registry.build("tokenizer", config.tokenizer, {}, null);
  if (saved === null) return encodeNewText(text, tokenizer);
  return { vocabulary: saved.vocabulary, ids: encodeKnownText(text, tokenizer, saved.vocabulary) };
}

export function shapeOf({ hiddenSize, layers, forgetBias }: TrainingConfig, vocabularySize: number): ModelShape {
  return { vocabularySize, hiddenSize, layers, forgetBias };
}

function planOf(config: TrainingConfig, registry: Registry): ModelPlan {
  return {
    steps: config.sequenceLength,
    batch: config.batchSize,
    precision: "float32",
    training: true,
    slots: slotsOf(config.optimizer, registry),
    readout: config.batching === "windows" ? "last" : "all",
  };
}

/** Multiply-adds of a product from which it is worth more than what it costs to wait for one another. */
const leastShared = 2 ** 15;

/** One thread leaves a core to the editor; and one is enough where no product of a step is large. */
function threadsFor(
  { batchSize, hiddenSize, sequenceLength, batching }: TrainingConfig,
  vocabularySize: number,
  most: number | null,
  available: Threads | null,
): Threads | null {
  if (available === null) return null;
  const count = Math.min(most ?? available.count - 1, available.count, mostThreads);
  const recurrent = batchSize * hiddenSize * 4 * hiddenSize;
  const dense = batchSize * (batching === "windows" ? 1 : sequenceLength) * hiddenSize * vocabularySize;
  return count > 1 && Math.max(recurrent, dense) >= leastShared ? { ...available, count } : null;
}

function refuseOverLimit(memory: MemoryPlan, limit: number): void {
  const planned = totalBytes(memory);
  if (planned <= limit) return;
  const inGiB = (bytes: number) => `${(bytes / 2 ** 30).toLocaleString("en", { maximumFractionDigits: 2 })} GiB`;
  throw new EngineError(
    "outOfMemory",
    `This run would need ${inGiB(planned)} (${planned.toLocaleString("en")} bytes) of memory; at most ${inGiB(limit)} are allowed.`,
    memory.text > planned / 2
      ? "Train on a part of the text."
      : "Use fewer hidden units, layers or rows, a shorter sequence, or characters instead of words.",
  );
}

/** @param sameText whether the run goes on in the text it was saved with; in another one, it begins at the first token. */
function restore(trainer: Trainer, saved: SavedModel, sameText: boolean): void {
  const { parameters, values, slots, state } = trainer.model;
  const table = (of: SavedModel["parameters"]) =>
    of.map(({ path, rows, columns, offset }) => `${path} ${rows} ${columns} ${offset}`).join("\n");
  const fits =
    table(parameters) === table(saved.parameters) &&
    saved.trainer.values.constructor === values.constructor &&
    saved.trainer.slots.length === slots.length &&
    saved.trainer.state.length === state.length;
  if (!fits) throw badModelFile("its parameters are not those that its configuration asks for");
  try {
    trainer.restore(sameText ? saved.trainer : { ...saved.trainer, batcher: trainer.standing.batcher });
  } catch (error) {
    if (error instanceof v.ValiError) throw badModelFile(`its place in the text makes no sense (${error.message})`);
    throw error;
  }
}

function describe(
  config: TrainingConfig,
  vocabulary: Vocabulary,
  ids: Int32Array,
  trainer: Trainer,
  plannedBytes: number,
  threads: number,
): RunDescription {
  const { parameters, values } = trainer.model;
  return {
    config,
    network: trainer.model.blueprint.node,
    parameters: parameters.map(({ path, rows, columns, gates, rowMeaning, columnMeaning }) => ({
      path,
      rows,
      columns,
      gates,
      rowMeaning,
      columnMeaning,
    })),
    parameterCount: values.length,
    plannedBytes,
    threads,
    tokenCount: ids.length,
    vocabularySize: vocabulary.size,
    tokens: vocabulary.tokens.slice(0, describedTokens).map(printableToken),
    step: trainer.stepCount,
    initialLoss: Math.log(vocabulary.size),
  };
}

/**
 * The engine's public door: recurrent networks, written from first principles, that run wherever JavaScript does.
 *
 * A model is a network, a dense output and a loss in one arena; a step of training is forward, loss, backward, update.
 */
export type { Derived } from "./api/derived.ts";
export type { FitOptions, FitResult } from "./api/fit.ts";
export { constant, forgetBias, normal, truncatedNormal, uniform, varianceScaling, withGain } from "./api/initializers.ts";
export { type GradientOptions, type LossOptions, Network, network, type PassOptions } from "./api/network.ts";
export {
  adagrad,
  adam,
  adamw,
  clipByGlobalNorm,
  clipByNormEach,
  clipByValue,
  penalize,
  rmsprop,
  sgd,
} from "./api/optimizers.ts";
export type { NetworkOptions } from "./api/options.ts";
export {
  constantRate,
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  listedRates,
  polynomialDecay,
  reduceOnPlateau,
  stepDecay,
  warmUp,
} from "./api/schedules.ts";
export {
  bidirectional,
  dense,
  dropout,
  embedding,
  features,
  gru,
  highway,
  type IdOptions,
  type InputSpec,
  ids,
  layerNormLstm,
  lstm,
  oneHot,
  residual,
  reverse,
  rnn,
  stacked,
} from "./api/specs.ts";
export type { CellState, StateArrays, States } from "./api/states.ts";
export type { CellTrace, Quantity, StepOrder } from "./api/traced.ts";
export { EngineError, type EngineErrorCode } from "./errors/errors.ts";
export { initializeWith } from "./initializers/initialize.ts";
export {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  identity,
  lecunNormal,
  lecunUniform,
  orthogonal,
  unitForgetBias,
  unitsUniform,
  zeros,
} from "./initializers/initializers.ts";
export { StepInterrupted } from "./kernels/interruptible.ts";
export type { Kernels } from "./kernels/kernels.ts";
export { referenceKernels } from "./kernels/reference/reference.ts";
export type { Trace } from "./layers/layer.ts";
export type { NamedSpec, NetworkSpec } from "./layers/networkSpec.ts";
export type { Readout } from "./layers/readout.ts";
export type { Loss } from "./losses/loss.ts";
export type { FloatArray, Precision } from "./memory/arena.ts";
export type { Parameter } from "./memory/parameter.ts";
export type { Tensor } from "./memory/tensor.ts";
export type { HiddenSpec, ModelSpec } from "./model/blueprint.ts";
export { SequenceModel } from "./model/sequenceModel.ts";
export type { ModelPlan } from "./model/shape.ts";
export { chain } from "./optimizers/chain.ts";
export { kerasOptions } from "./optimizers/formulas.ts";
export type { Link, LookUps, Optimizer, RateOfStep, Schedule, Update, Variable, Weights } from "./optimizers/optimizer.ts";
export type { Penalty } from "./optimizers/penalty.ts";
export { noteLoss, restoreWatchers, saveWatchers, type Watcher, type WatcherState } from "./optimizers/watcher.ts";
export { checkGradients, type GradientCheck } from "./parity/gradientCheck.ts";
export { CaseError } from "./parity/json.ts";
export { readCase } from "./parity/readCase.ts";
export { type ParityResult, runCase } from "./parity/runCase.ts";
export { Random, type RandomState } from "./random/random.ts";
export { checkRecipe, requireRecipe } from "./recipe/check.ts";
export { complete } from "./recipe/complete.ts";
export { type Plain, recipeOf } from "./recipe/plain.ts";
export type { Recipe, WholeRecipe } from "./recipe/recipe.ts";
export { createRegistry } from "./registry/builtins/createRegistry.ts";
export { type Entry, entry, type Kind } from "./registry/entry.ts";
export { checkOptions } from "./registry/fillUp.ts";
export { type InitializerSpecs, initializersFrom } from "./registry/initializersFrom.ts";
export { choice, count, flag, type Option, type Schema } from "./registry/options.ts";
export { Registry } from "./registry/registry.ts";
export { buildRun } from "./runs/build.ts";
export { modelOf } from "./runs/modelOf.ts";
export type { Batcher } from "./text/batching/batcher.ts";
export type { Derivation } from "./trace/derivation.ts";
export { type StepResult, Trainer, type TrainerState } from "./training/trainer.ts";

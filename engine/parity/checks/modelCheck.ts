import { EngineError } from "../../errors/errors.ts";
import { readModelFile } from "../../formats/modelFile.ts";
import { StepInterrupted } from "../../kernels/interruptible.ts";
import { draw } from "../../model/blueprint.ts";
import { SequenceModel } from "../../model/sequenceModel.ts";
import { Random } from "../../random/random.ts";
import { taskOf } from "../../recipe/complete.ts";
import type { Registry } from "../../registry/registry.ts";
import { readData } from "../../runs/data.ts";
import { initialStateOf } from "../../runs/initialize.ts";
import { modelOf, type PlannedModel } from "../../runs/modelOf.ts";
import { sizeOf } from "../../tasks/data.ts";
import { checkGradients, type GradientCheck } from "../gradientCheck.ts";
import type { Now } from "./caseCheck.ts";
import { type CheckResult, type Divergence, invalid, type ModelToCheck } from "./result.ts";

/** Largest relative error of a gradient by hand against central differences in float64. */
const allowed = 1e-6;

/** Multiply-adds that the check may take, about (some ten seconds): a large model has fewer of its elements checked. */
const budget = 4e9;

const passesOfAnElement = 4;

export interface ModelCheckOptions {
  readonly now: Now;
  /** Asked between any two time steps; once true, the check throws `StepInterrupted`. */
  readonly interrupted: () => boolean;
  /** Bytes that the float64 copy may plan. */
  readonly memoryLimit: number;
  readonly registry: Registry;
}

/**
 * The gradients of a trained model, by hand and by differences of the loss, on the first batch of its text, in a float64 copy. Yields null
 * after each tensor, so that others get their turn, and at last the result.
 */
export function* checkModel(model: ModelToCheck, options: ModelCheckOptions): Generator<CheckResult | null> {
  const began = options.now();
  const name = `Gradient check of ${model.title}`;
  const source = "central differences of the loss, float64";
  try {
    const copy = copyOf(model, options);
    const found: GradientCheck[] = [];
    for (const check of checkGradients(copy, elementsWithin(copy))) {
      found.push(check);
      yield null;
    }
    yield { name, source, ...verdictOf(copy, found), milliseconds: options.now() - began };
  } catch (error) {
    if (error instanceof StepInterrupted || !(error instanceof EngineError)) throw error;
    yield invalid(name, source, `${error.message} ${error.advice}`.trim(), options.now() - began);
  }
}

function copyOf({ file, text }: ModelToCheck, { interrupted, memoryLimit, registry }: ModelCheckOptions): SequenceModel {
  const saved = readModelFile(file, registry);
  const task = taskOf(registry, saved.recipe.task);
  const known = { vocabulary: saved.vocabulary, scaling: saved.series?.scaling ?? null };
  const data = readData(registry, saved.recipe, task, { text, validation: null, known });
  const planned = modelOf(registry, saved.recipe, sizeOf(data));
  const model = inFloat64(registry, planned, memoryLimit);
  model.values.set(saved.trainer.values);
  const initialState = initialStateOf(model.stateLayout, saved.recipe.head.states);
  if (initialState !== null) model.stateLayout.setRows(model.state, initialState);
  planned.task.batcher(data, new Random(saved.recipe.training.seed)).fill(model);
  model.interrupted = interrupted;
  return model;
}

function inFloat64(registry: Registry, { spec, plan: trained }: PlannedModel, memoryLimit: number): SequenceModel {
  const plan = { ...trained, precision: "float64", slots: 0 } as const;
  const bytes = draw(registry, spec, plan).plannedBytes;
  if (bytes <= memoryLimit) return new SequenceModel(spec, plan, undefined, registry);
  throw new EngineError(
    "outOfMemory",
    `A float64 copy of the model would need ${bytes.toLocaleString("en")} bytes of memory; at most ${memoryLimit.toLocaleString("en")} are allowed.`,
    "Check the gradients of a smaller model: their formulas are the same.",
  );
}

/** How many elements of each tensor can be checked within the budget; the same for the same model on any machine. */
function elementsWithin({ plan, values, parameters }: SequenceModel): number {
  const pass = plan.steps * plan.batch * values.length;
  const tensors = parameters.length + 1;
  return Math.max(4, Math.min(200, Math.floor(budget / (tensors * passesOfAnElement * pass))));
}

function verdictOf(model: SequenceModel, checks: readonly GradientCheck[]) {
  const shapes = new Map(model.parameters.map(({ path, columns }) => [path, columns]));
  const divergences = checks.map((check) => divergenceOf(check, shapes.get(check.path) ?? null));
  const first = divergences.find(({ share }) => !(share <= 1)) ?? null;
  return {
    outcome: first === null ? "passed" : "failed",
    message: "",
    compared: checks.reduce((sum, { elements }) => sum + elements, 0),
    tolerance: `${allowed}, relative`,
    largest: divergences.reduce((a, b) => (b.share <= a.share ? a : b)),
    first,
  } as const;
}

function divergenceOf(check: GradientCheck, columns: number | null): Divergence {
  const { path, element, byHand, numerical, largestError } = check;
  const place = columns === null ? [element] : [Math.floor(element / columns), element % columns];
  const quantity = `gradients ${path}`;
  return { step: 0, quantity, element: place, expected: numerical, actual: byHand, share: largestError / allowed };
}

import { fastestOn } from "../kernels/sets/choose.ts";
import { draw } from "../model/blueprint.ts";
import { SequenceModel } from "../model/sequenceModel.ts";
import { TrainingStep } from "../training/step.ts";
import type { RunPlan } from "./plan.ts";

/** Seconds of a step's parts, on this machine as busy as it is. */
export interface StepTime {
  /** Forward, backward and update. */
  readonly step: number;
  /** Forward alone. */
  readonly forward: number;
}

/** Milliseconds that a measurement may take; a first step longer than that is the only one. */
const patience = 150;
/** Multiply-adds of a measured pass: some tens of milliseconds, for one thread. */
const mostWork = 1e8;
/** Bytes of a model that is built only to be measured. */
const mostMemory = 512e6;

/**
 * How long a step takes: a model of this plan takes some, of fewer time steps and rows where T · N of them would take long, for a pass takes
 * about as much time as it has of both. Null where even that would be too large.
 */
export function measureStep({ planned, registry, threads, recipe, blueprint }: RunPlan, now: () => number): StepTime | null {
  const { spec, plan, optimizer } = planned;
  const rowsWorth = Math.max(1, Math.floor(mostWork / (3 * blueprint.layout.values.size)));
  const batch = Math.min(plan.batch, rowsWorth);
  const steps = Math.max(1, Math.min(plan.steps, Math.floor(rowsWorth / batch)));
  const shorter = { ...plan, steps, batch };
  if (draw(registry, spec, shorter).plannedBytes > mostMemory) return null;
  const model = new SequenceModel(spec, shorter, fastestOn(threads), registry);
  try {
    fillWithAnything(model);
    const { forward, pass, update } = timesOf(new TrainingStep(model, optimizer, recipe.training.seed), now);
    const longer = (plan.steps * plan.batch) / (steps * batch);
    return { step: pass * longer + update, forward: forward * longer };
  } finally {
    model.dismissThreads();
  }
}

/** Weights, ids and numbers that take as long as any others. */
function fillWithAnything({ values, inputs, targets, spec, blueprint }: SequenceModel): void {
  for (let i = 0; i < values.length; i++) values[i] = ((i * 7919) % 101) * 1e-3 - 0.05;
  for (let i = 0; i < inputs.length; i++) inputs[i] = (i * 31) % spec.input.size;
  for (let i = 0; i < targets.length; i++) targets[i] = (i * 17) % blueprint.head.units;
}

/** Means, in seconds, of the steps of the second half: the first ones are not yet as fast as code becomes. */
function timesOf(training: TrainingStep, now: () => number) {
  const steps: { readonly forward: number; readonly pass: number; readonly update: number }[] = [];
  const began = now();
  for (let number = 1, begin = began; number === 1 || begin - began < patience; number++) {
    training.forward(number);
    const forward = now();
    const norm = training.backward();
    const pass = now();
    training.update(number, norm);
    const end = now();
    steps.push({ forward: forward - begin, pass: pass - begin, update: end - pass });
    begin = end;
  }
  const later = steps.slice(Math.floor(steps.length / 2));
  const mean = (part: keyof (typeof steps)[number]): number =>
    later.reduce((sum, step) => sum + step[part], 0) / later.length / 1000;
  return { forward: mean("forward"), pass: mean("pass"), update: mean("update") };
}

import type { SavedModel } from "../../../engine/formats/modelFile.ts";
import type { TrainingConfig } from "../../../engine/recipe/config.ts";
import { buildRun, type Run, standingModel } from "../../../engine/runs/build.ts";
import { configOf, fable } from "../worker/configs.ts";

/** A run that has gone some steps, and the model that it would save. */
export function trained(change: Partial<TrainingConfig>, steps: number, text = fable): { run: Run; saved: SavedModel } {
  const order = {
    text,
    config: configOf({ ...change, steps }),
    model: null,
    paused: true,
    interrupt: null,
    threads: 1,
    reportEvery: 0,
  };
  const run = buildRun(order, 2 ** 30);
  while (run.trainer.stepCount < steps) run.trainer.step();
  return { run, saved: { ...standingModel(run), trainer: run.trainer.save() } };
}

import * as v from "valibot";
import { badModelFile } from "../formats/modelFile.ts";
import type { Trainer } from "../training/trainer.ts";
import type { Saved } from "./growth.ts";

export interface Same {
  /** Whether the run goes on in the text it was saved with; in another one, it begins at the first token. */
  readonly text: boolean;
  /** Whether the optimizer goes on from what the saved one kept; what another one keeps begins anew. */
  readonly rule: boolean;
}

/** @throws EngineError `badModelFile` where the model is not the one that its recipe asks for */
export function restore(trainer: Trainer, saved: Saved, same: Same): void {
  const { parameters, values, slots, state } = trainer.model;
  const table = (of: Saved["parameters"]) =>
    of.map(({ path, rows, columns, offset }) => `${path} ${rows} ${columns} ${offset}`).join("\n");
  const fits =
    table(parameters) === table(saved.parameters) &&
    saved.trainer.values.constructor === values.constructor &&
    (!same.rule || saved.trainer.slots.length === slots.length) &&
    saved.trainer.state.length === state.length;
  if (!fits) throw badModelFile("its parameters are not those that its recipe asks for");
  const { slots: kept, batcher } = saved.trainer;
  try {
    trainer.restore({
      ...saved.trainer,
      ...(!same.rule && { optimizerSince: saved.trainer.step }),
      slots: same.rule ? kept : slots.map((slot) => slot.slice().fill(0)),
      batcher: same.text ? batcher : trainer.standing.batcher,
      // What was best on other data, or by other slots, is no measure any more.
      ...((!same.text || !same.rule) && { best: null, since: 0 }),
    });
  } catch (error) {
    if (error instanceof v.ValiError) throw badModelFile(`its place in the text makes no sense (${error.message})`);
    throw error;
  }
}

import type { FloatArray } from "../memory/arena.ts";
import type { SequenceModel } from "../model/sequenceModel.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { TrainerState } from "../training/snapshots.ts";

interface Shape {
  readonly path: string;
  readonly rows: number;
  readonly columns: number;
  readonly offset: number;
}

export interface Saved {
  readonly parameters: readonly Shape[];
  readonly trainer: TrainerState;
}

/** V before and after a text brought new tokens. */
export interface Growth {
  readonly before: number;
  readonly after: number;
}

/**
 * A saved model with rows for the tokens that it gained, which are numbered after those that it knew: their weights are as the model has
 * just been initialized, what the optimizer keeps of them is as before its first step. What stood behind the tokens (the blank and the
 * edge of *fill the blank*) stands behind them again. A model whose shape follows the vocabulary in another way comes back unfit, and is
 * refused as any that does not fit.
 *
 * @param optimizer that goes on from what the saved one kept; null where it begins anew
 */
export function grown(saved: Saved, { parameters, values }: SequenceModel, optimizer: Optimizer | null, by: Growth): Saved {
  const { trainer } = saved;
  if (parameters.length !== saved.parameters.length) return saved;
  const larger = (from: FloatArray, into: FloatArray): FloatArray => {
    for (const [i, to] of parameters.entries()) place(from, saved.parameters[i]!, into, to, by);
    return into;
  };
  return {
    parameters,
    trainer: {
      ...trainer,
      blindLoss: Math.max(trainer.blindLoss, Math.log(by.after)),
      values: larger(trainer.values, values.slice()),
      slots: trainer.slots.map((slot, i) => larger(slot, values.slice().fill(optimizer?.slotBeginnings?.[i] ?? 0))),
      // What was best was so on another text.
      best: null,
    },
  };
}

function place(from: FloatArray, old: Shape, into: FloatArray, now: Shape, by: Growth): void {
  for (let row = 0; row < old.rows; row++)
    for (let column = 0; column < old.columns; column++)
      into[now.offset + moved(row, old.rows, now.rows, by) * now.columns + moved(column, old.columns, now.columns, by)] =
        from[old.offset + row * old.columns + column]!;
}

/** Of a dimension that grew as the vocabulary did, what stands behind the tokens moves with their end. */
const moved = (index: number, size: number, newSize: number, { before, after }: Growth): number =>
  newSize - size === after - before && index >= before ? index + after - before : index;

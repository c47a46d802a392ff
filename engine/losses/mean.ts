import type { Kernels } from "../kernels/kernels.ts";
import type { Judged, Loss } from "./loss.ts";

/** The mean over all rows (T · N of them): the loss, in the units of its summands. */
export function meanLoss(kernels: Kernels, loss: Loss, judged: Judged): number {
  const count = judged.rows * loss.numbers(judged.units);
  return loss.evaluate(kernels, judged, 1 / count) / count;
}

/**
 * The mean over each row's valid steps alone; the gradient of the others is zero, and their targets are not read.
 * @param lengths of the N rows of the batch; `judged.rows` is T · N.
 */
export function meanLossOfValid(kernels: Kernels, loss: Loss, judged: Judged, lengths: Int32Array): number {
  const { rows, units, gradient } = judged;
  const batch = lengths.length;
  const valid = lengths.reduce((sum, length) => sum + length, 0);
  const count = valid * loss.numbers(units);
  if (gradient >= 0) kernels.fill(rows * units, 0, gradient);
  let sum = 0;
  for (let t = 0; t * batch < rows; t++)
    for (let n = 0; n < batch; n++)
      if (t < lengths[n]) sum += loss.evaluate(kernels, rowOf(judged, loss, t * batch + n), 1 / count);
  return sum / count;
}

function rowOf({ units, logits, targets, gradient }: Judged, loss: Loss, row: number): Judged {
  return {
    rows: 1,
    units,
    logits: logits + row * units,
    targets: targets + row * (loss.targets === "ids" ? 1 : units),
    gradient: gradient < 0 ? gradient : gradient + row * units,
  };
}

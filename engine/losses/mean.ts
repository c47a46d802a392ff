import type { Kernels } from "../kernels/kernels.ts";
import type { Judged, Loss } from "./loss.ts";
import { type Batch, countsAlike, divisorOfAll, weigh } from "./weigh.ts";

/**
 * The loss of a batch, and the gradient of its logits. Rows that do not count are not read, and their gradient is 0. Where nothing counts,
 * the loss is 0.
 * @param factors room for a number for each row.
 */
export function meanLoss(kernels: Kernels, loss: Loss, judged: Judged, given: Batch, factors: Float64Array): number {
  const numbers = loss.mean === "sum" ? 1 : loss.numbers(judged.units);
  if (countsAlike(loss, given)) {
    const count = divisorOfAll(loss, judged.rows) * numbers;
    return loss.evaluate(kernels, judged, 1 / count) / count;
  }
  const divisor = weigh(loss, loss.weighsClasses, given, factors);
  if (divisor === 0) factors.fill(0);
  const count = (divisor || 1) * numbers;
  let sum = 0;
  for (let from = 0, to = 0; from < judged.rows; from = to) {
    for (to = from + 1; to < judged.rows && factors[to] === factors[from]; ) to++;
    sum += weighed(kernels, loss, rowsOf(judged, loss, from, to), factors[from]!, 1 / count);
  }
  return sum / count;
}

/** Rows that count alike, all at once. */
function weighed(kernels: Kernels, loss: Loss, judged: Judged, factor: number, scale: number): number {
  if (factor !== 0) return factor * loss.evaluate(kernels, judged, factor * scale);
  if (judged.gradient >= 0) kernels.fill(judged.rows * judged.units, 0, judged.gradient);
  return 0;
}

function rowsOf({ units, logits, targets, gradient }: Judged, loss: Loss, from: number, to: number): Judged {
  return {
    rows: to - from,
    units,
    logits: logits + from * units,
    targets: targets + from * (loss.targets === "ids" ? 1 : units),
    gradient: gradient < 0 ? gradient : gradient + from * units,
  };
}

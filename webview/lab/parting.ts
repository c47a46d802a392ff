import { formatCount, formatNumber } from "../../engine/words/numbers.ts";
import type { ValidationPoint } from "../../engine/worker/protocol.ts";

/** Evaluations after the best one before anything is said: one or two worse ones are chance. */
const patience = 4;
/** By how much the validation loss must have risen since, as a share of what training had won: of the way from the first to the best. */
const rise = 0.05;

/** A sentence where the two curves have parted: the text that is trained on is still learned, the rest no longer. */
export function partingWords(points: readonly ValidationPoint[]): string | null {
  const best = points.findLast(({ isBest }) => isBest);
  const [first, last] = [points[0], points.at(-1)];
  if (best === undefined || first === undefined || last === undefined) return null;
  const since = points.length - 1 - points.indexOf(best);
  const won = Math.max(first.loss - best.loss, 1e-3 * Math.abs(best.loss));
  if (since < patience || !(last.loss - best.loss > rise * won)) return null;
  return `The validation loss was best at step ${formatCount(best.step)}, ${formatNumber(best.loss)}, and has risen to ${formatNumber(last.loss)} since: from there on what is trained on is learned by heart.`;
}

import type { NetworkNode } from "../../engine/layers/networkNode.ts";
import { clipNormOf, fixedRate } from "../../engine/recipe/told.ts";
import type { RunDescription } from "../../engine/runs/description.ts";
import type { GradientReport, StateFlow } from "../../engine/training/report.ts";
import { formatScientific } from "../../engine/words/numbers.ts";
import { cellPartAt, type Part } from "../shared/parts.ts";
import type { RunState } from "../shared/store.ts";

export interface Hint {
  readonly finding: string;
  readonly advice: string;
}

/** Steps before which nothing is said: the first updates are large and mean little. */
const patience = 20;

/** What stands out in the gradients and what to try; few, and silent when all is as it should be. */
export function hintsFor(run: RunState): Hint[] {
  const { gradients, description, parts } = run;
  if (gradients === null || description === null || parts === null || gradients.step - description.step < patience) return [];
  return [ratioHint(gradients, description), flowHint(gradients, description, parts), clipHint(gradients, description)].filter(
    (hint) => hint !== null,
  );
}

function ratioHint(report: GradientReport, { recipe }: RunDescription): Hint | null {
  const ratios = report.parameters.map(({ updateRatio }) => updateRatio).filter((ratio) => ratio > 0 && Number.isFinite(ratio));
  if (ratios.length === 0) return null;
  const middle = ratios.sort((one, other) => one - other)[Math.floor(ratios.length / 2)]!;
  const finding = (word: string): string =>
    `A step moves the weights by ${formatScientific(middle, 2)} of their length, ${word} than the healthy 1e−3.`;
  const now = fixedRate(recipe);
  if (now === null) return null;
  const rate = (factor: number): string => formatRate(now * factor);
  if (middle > 1e-2) return { finding: finding("far more"), advice: `Try a learning rate near ${rate(1e-3 / middle)}.` };
  if (middle < 1e-4)
    return {
      finding: finding("far less"),
      advice: `If the loss still falls slowly, try a learning rate near ${rate(Math.min(100, 1e-3 / middle))}.`,
    };
  return null;
}

const formatRate = (rate: number): string => String(Number(rate.toPrecision(1)));

/**
 * Only where the loss is read at the last step alone (windows) does the first step's gradient tell how much came back: in a
 * stream each step adds a loss of its own.
 */
function flowHint({ flow }: GradientReport, { recipe, steps }: RunDescription, whole: Part): Hint | null {
  if (recipe.head.readout === "all" || steps < 5) return null;
  for (const { path, states } of flow) {
    const last = (states[0]?.norms.length ?? 0) - 1;
    const ratio = largestAt(states, 0) / largestAt(states, last);
    if (!Number.isFinite(ratio)) continue;
    const part = cellPartAt(whole, path);
    const share = `Of the gradient at t = ${steps}, ${formatScientific(ratio, 2)} reaches t = 1 in ${part?.title ?? path}`;
    if (ratio < 1e-4) return { finding: `${share}: it vanishes.`, advice: againstVanishing(part?.node ?? null) };
    if (ratio > 1e3)
      return { finding: `${share}: it explodes.`, advice: "Try clipping the norm at 1, or a smaller learning rate." };
  }
  return null;
}

/** Of all states: which of them carries the gradient back is the cell's own affair. */
const largestAt = (states: readonly StateFlow[], step: number): number =>
  Math.max(...states.map(({ norms }) => norms[step] ?? Number.NaN));

function againstVanishing(node: NetworkNode | null): string {
  const gates = node?.cell?.gates ?? [];
  const keeps = gates.find(({ role }) => role === "forget" || role === "update");
  if (node !== null && "forgetBias" in node.options) return "Try a forget bias of 1 or 2, or shorter windows.";
  if (keeps !== undefined) return `Try a bias of 1 or 2 for its ${keeps.name}, or shorter windows.`;
  if (gates.length === 0) return "Try a cell with gates, such as an LSTM or a GRU, or shorter windows.";
  return "Try shorter windows, or a layer whose input runs around it.";
}

function clipHint(report: GradientReport, { recipe }: RunDescription): Hint | null {
  if (clipNormOf(recipe) === 0 || report.clipFactor > 0.1) return null;
  return {
    finding: `Clipping took away ${Math.round(100 * (1 - report.clipFactor))} % of the last gradient.`,
    advice: "If it does so often, try a smaller learning rate, or clip at a larger norm.",
  };
}

import type { RunDescription } from "../../engine/runs/description.ts";
import type { GradientReport } from "../../engine/training/report.ts";
import { formatScientific } from "../../engine/words/numbers.ts";
import type { RunState } from "../shared/store.ts";

export interface Hint {
  readonly finding: string;
  readonly advice: string;
}

/** Steps before which nothing is said: the first updates are large and mean little. */
const patience = 20;

/** What stands out in the gradients and what to try; few, and silent when all is as it should be. */
export function hintsFor(run: RunState): Hint[] {
  const { gradients, description } = run;
  if (gradients === null || description === null || gradients.step - description.step < patience) return [];
  return [ratioHint(gradients, description), flowHint(gradients, description), clipHint(gradients, description)].filter(
    (hint) => hint !== null,
  );
}

function ratioHint(report: GradientReport, { config }: RunDescription): Hint | null {
  const ratios = report.parameters.map(({ updateRatio }) => updateRatio).filter((ratio) => ratio > 0 && Number.isFinite(ratio));
  if (ratios.length === 0) return null;
  const middle = ratios.sort((one, other) => one - other)[Math.floor(ratios.length / 2)]!;
  const finding = (word: string): string =>
    `A step moves the weights by ${formatScientific(middle, 2)} of their length, ${word} than the healthy 1e−3.`;
  const rate = (factor: number): string => formatRate(config.learningRate * factor);
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
function flowHint(report: GradientReport, { config }: RunDescription): Hint | null {
  if (config.batching !== "windows" || config.sequenceLength < 5) return null;
  for (const { layer, dc } of report.flow) {
    const ratio = dc[0]! / dc[dc.length - 1]!;
    if (!Number.isFinite(ratio)) continue;
    const share = `Of the gradient at t = ${dc.length}, ${formatScientific(ratio, 2)} reaches t = 1 in layer ${layer + 1}`;
    if (ratio < 1e-4) return { finding: `${share}: it vanishes.`, advice: "Try a forget bias of 1 or 2, or shorter windows." };
    if (ratio > 1e3)
      return { finding: `${share}: it explodes.`, advice: "Try clipping the norm at 1, or a smaller learning rate." };
  }
  return null;
}

function clipHint(report: GradientReport, { config }: RunDescription): Hint | null {
  if (config.clipNorm === 0 || report.clipFactor > 0.1) return null;
  return {
    finding: `Clipping took away ${Math.round(100 * (1 - report.clipFactor))} % of the last gradient.`,
    advice: "If it does so often, try a smaller learning rate, or clip at a larger norm.",
  };
}

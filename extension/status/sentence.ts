import { countedIn } from "../../engine/runs/description.ts";
import { formatCount, formatDuration, formatNumber, formatRate } from "../../engine/words/numbers.ts";
import type { Run } from "../run/run.ts";

type Told = Pick<Run, "status" | "progress" | "description" | "step">;

/** How far a run is, as "step 1,240 of 5,000". */
export function tellStep({ step, description }: Told): string {
  return description ? `step ${formatCount(step)} of ${formatCount(description.recipe.training.steps)}` : "preparing";
}

/** Step, loss, speed and time left, in the order of the lab's first line; what is not known yet is left out. */
export function tellProgress(run: Told): string {
  const { progress, status } = run;
  const parts = [tellStep(run)];
  const loss = progress?.losses.at(-1);
  if (loss !== undefined) parts.push(`loss ${formatNumber(loss)}`);
  if (progress && status === "training") {
    parts.push(`${formatRate(progress.tokensPerSecond)} ${countedIn(run.description ?? { vocabularySize: 1 })}/s`);
    if (progress.secondsLeft !== null) parts.push(`${formatDuration(progress.secondsLeft)} left`);
  }
  return parts.join(" · ");
}

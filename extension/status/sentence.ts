import { formatCount, formatDuration, formatLoss, formatRate } from "../person/format.ts";
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
  if (loss !== undefined) parts.push(`loss ${formatLoss(loss)}`);
  if (progress && status === "training") {
    parts.push(formatRate(progress.tokensPerSecond));
    if (progress.secondsLeft !== null) parts.push(`${formatDuration(progress.secondsLeft)} left`);
  }
  return parts.join(" · ");
}

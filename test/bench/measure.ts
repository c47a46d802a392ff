/** Milliseconds that a side may measure a workload for, after it has warmed up. */
export interface Budget {
  readonly milliseconds: number;
}

/**
 * Seconds of one step: the best of many bursts of about 20 ms, because on a machine that others use too everything but the best is
 * theirs. Warms up for a quarter of the time first.
 */
export function secondsPerStep(step: () => void, { milliseconds }: Budget): number {
  const warmUntil = performance.now() + milliseconds / 4;
  let count = 0;
  const began = performance.now();
  do {
    step();
    count++;
  } while (performance.now() < warmUntil);
  const burst = Math.max(1, Math.round((20 * count) / (performance.now() - began)));
  const until = performance.now() + milliseconds;
  let best = Number.POSITIVE_INFINITY;
  do {
    const start = performance.now();
    for (let i = 0; i < burst; i++) step();
    best = Math.min(best, (performance.now() - start) / burst);
  } while (performance.now() < until);
  return best / 1000;
}

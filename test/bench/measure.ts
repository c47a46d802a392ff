/** Milliseconds that a side may measure a workload for, after it has warmed up. */
export interface Budget {
  readonly milliseconds: number;
}

/** Milliseconds of processor time of this process. With one thread that is the time it took, but for what other processes took away. */
const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/**
 * Seconds of one step: the best of many bursts of about 20 ms, because on a machine that others use too everything but the best is
 * theirs. Warms up for a quarter of the time first; a step that takes longer than all of the time is measured once, cold.
 * @param threads that work on it: one is measured in processor time, several by the clock on the wall.
 */
export function secondsPerStep(step: () => void, { milliseconds }: Budget, threads = 1): number {
  const clock = threads === 1 ? processorTime : () => performance.now();
  const began = performance.now();
  const first = clock();
  step();
  if (clock() - first > milliseconds) return (clock() - first) / 1000;
  let count = 1;
  for (; performance.now() < began + milliseconds / 4; count++) step();
  const burst = Math.max(1, Math.round((20 * count) / (performance.now() - began)));
  const until = performance.now() + milliseconds;
  let best = Number.POSITIVE_INFINITY;
  do {
    const start = clock();
    for (let i = 0; i < burst; i++) step();
    best = Math.min(best, (clock() - start) / burst);
  } while (performance.now() < until);
  return best / 1000;
}

import type { StreamSource } from "../text/batching/sources.ts";
import { StreamWalk } from "../text/batching/streamWalk.ts";
import { requireRows } from "./required.ts";
import { countOf, type Rows, writeFeatures, writeTargets } from "./rows.ts";

/**
 * A row in, the next k out, at every step: features [T, N, D], targetFeatures [T, N, k · targets].
 * @param horizon k
 */
export function rowStream(rows: Rows, horizon: number): StreamSource {
  return {
    positions: countOf(rows) - horizon,
    write({ features, targetFeatures }, from, steps, n, batch) {
      writeFeatures(rows, features, from, steps, n, batch);
      for (let t = 0; t < steps; t++) writeTargets(rows, targetFeatures, from + t + 1, horizon, t * batch + n);
    },
  };
}

/** The walk through a {@link rowStream}. */
export class SeriesStreams extends StreamWalk {
  /**
   * @param steps T
   * @param batch N
   * @throws EngineError `tooFewRows` where there are fewer than T + k
   */
  constructor(rows: Rows, steps: number, horizon: number, batch: number) {
    requireRows(countOf(rows), steps, horizon);
    super(rowStream(rows, horizon), steps, batch);
  }
}

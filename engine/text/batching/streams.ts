import { requireTokens } from "./required.ts";
import type { StreamSource } from "./sources.ts";
import { StreamWalk } from "./streamWalk.ts";

/**
 * A token in, the next one out, at every step: inputs [T, N], targets [T, N]. The last token is only ever a target.
 * @param ids the text, one id a token
 */
export function tokenStream(ids: Int32Array): StreamSource {
  return {
    positions: ids.length - 1,
    write({ inputs, targets }, from, steps, n, rows) {
      for (let t = 0; t < steps; t++) {
        inputs[t * rows + n] = ids[from + t]!;
        targets[t * rows + n] = ids[from + t + 1]!;
      }
    },
  };
}

/** The walk through a {@link tokenStream}. */
export class Streams extends StreamWalk {
  /**
   * @param steps T
   * @param batch N
   * @throws EngineError `emptyText`; `tooFewTokens` where there are fewer than T + 1
   */
  constructor(ids: Int32Array, steps: number, batch: number) {
    requireTokens(ids.length, steps);
    super(tokenStream(ids), steps, batch);
  }
}

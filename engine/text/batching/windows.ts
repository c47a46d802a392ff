import { requireTokens } from "./required.ts";
import type { WindowSource } from "./sources.ts";
import { type RandomSource, WindowWalk } from "./windowWalk.ts";

/**
 * T tokens in, the next one out: inputs [T, N], targets [N].
 * @param ids the text, one id a token
 * @param steps T
 * @throws EngineError `emptyText`; `tooFewTokens` where there are fewer than T + 1
 */
export function tokenWindows(ids: Int32Array, steps: number): WindowSource {
  requireTokens(ids.length, steps);
  return {
    starts: ids.length - steps,
    span: steps + 1,
    startOf: (target) => target - steps,
    write({ inputs, targets }, start, n, rows) {
      for (let t = 0; t < steps; t++) inputs[t * rows + n] = ids[start + t]!;
      targets[n] = ids[start + steps]!;
    },
  };
}

/** The walk over {@link tokenWindows}: in time every token but the first T is a target. */
export class Windows extends WindowWalk {
  /**
   * @param batch N
   * @param start of the first window; drawn where null
   */
  constructor(ids: Int32Array, steps: number, batch: number, random: RandomSource, start: number | null = null) {
    super(tokenWindows(ids, steps), batch, random, start);
  }
}

import type { FloatArray } from "../memory/arena.ts";
import type { MaskBlock } from "../memory/ledger.ts";
import type { Random } from "../random/random.ts";

/**
 * Dropout with inverted scaling (Srivastava et al., 2014): each number is dropped with probability `rate`, and what is kept is scaled by
 * 1 / (1 - rate), so that nothing is to be scaled when nothing is dropped. A mask stays until it is drawn again: a pass may be repeated.
 */
export function drawMasks(masks: readonly MaskBlock[], floats: FloatArray, random: Random): void {
  for (const { factors, rate } of masks) {
    const kept = 1 / (1 - rate);
    const end = factors.offset + factors.size;
    for (let i = factors.offset; i < end; i++) floats[i] = random.uniform() < rate ? 0 : kept;
  }
}

/** Nothing is dropped: for prediction with a model that trains. */
export function openMasks(masks: readonly MaskBlock[], floats: FloatArray): void {
  for (const { factors } of masks) floats.fill(1, factors.offset, factors.offset + factors.size);
}

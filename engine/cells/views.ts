import type { FloatArray } from "../memory/arena.ts";
import type { Block } from "../memory/block.ts";
import { columnsOf, Tensor, wholeOf } from "../memory/tensor.ts";

// Named views for a cell's trace. What a plan has no memory for is null.

export const wholeView = (floats: FloatArray, block: Block | null): Tensor | null => block && wholeOf(floats, block);

/** States after each step: [T, N, H] of [T + 1, N, H]. Step -1 of the view is the initial state. */
export const afterFirst = (floats: FloatArray, block: Block | null): Tensor | null => block && wholeOf(floats, block.from(1));

/** Gates that stand side by side, by their place among `count`. */
export const columnViews =
  (floats: FloatArray, block: Block | null, count: number) =>
  (place: number): Tensor | null =>
    block && columnsOf(floats, block, place, count);

/** What is the same at every step, [N, H], as [T, N, H]. */
export function everyStep(floats: FloatArray, block: Block, steps: number): Tensor {
  const [rows, columns] = block.shape as readonly [number, number];
  return new Tensor(floats, block.offset, [steps, rows, columns], [0, columns, 1]);
}

import { EngineError } from "../errors/errors.ts";

/**
 * An id out of range would silently read another row of the kernel.
 * @param lengths where rows have them: ids past a row's length, [T, N], are not looked at.
 * @throws EngineError `badConfiguration`
 */
export function checkIds(
  ids: Int32Array,
  count: number,
  size: number,
  role: "input" | "target",
  lengths: Int32Array | null = null,
): void {
  for (let i = 0; i < count; i++) {
    if (ids[i] >= 0 && ids[i] < size) continue;
    if (lengths !== null && Math.floor(i / lengths.length) >= lengths[i % lengths.length]) continue;
    throw new EngineError(
      "badConfiguration",
      `The ${role} id ${ids[i]} at place ${i} of the batch is outside the model's ${size} tokens.`,
      "Encode the text with the vocabulary that the model was made for.",
    );
  }
}

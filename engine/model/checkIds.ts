import { EngineError } from "../errors/errors.ts";

/** Which ids need not be in range, since nobody reads them. */
export interface Unread {
  /** 0 where an id is not read; null where all are. */
  readonly mask: Int32Array | null;
  /** An id that says so itself; null for none. */
  readonly ignore: number | null;
}

/**
 * An id out of range would silently read another row of the kernel.
 * @throws EngineError `badConfiguration`
 */
export function checkIds(
  ids: Int32Array,
  count: number,
  size: number,
  role: "input" | "target",
  { mask, ignore }: Unread = { mask: null, ignore: null },
): void {
  for (let i = 0; i < count; i++) {
    if (ids[i]! >= 0 && ids[i]! < size) continue;
    if (ids[i] === ignore || (mask !== null && mask[i] === 0)) continue;
    throw new EngineError(
      "badConfiguration",
      `The ${role} id ${ids[i]} at place ${i} of the batch is outside the model's ${size} tokens.`,
      "Encode the text with the vocabulary that the model was made for.",
    );
  }
}

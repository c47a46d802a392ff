import { EngineError } from "../errors.ts";

/** An id out of range would silently read another row of the kernel. @throws EngineError `badConfiguration` */
export function checkIds(ids: Int32Array, count: number, size: number, role: "input" | "target"): void {
  for (let i = 0; i < count; i++)
    if (ids[i] < 0 || ids[i] >= size)
      throw new EngineError(
        "badConfiguration",
        `The ${role} id ${ids[i]} at place ${i} of the batch is outside the model's ${size} tokens.`,
        "Encode the text with the vocabulary that the model was made for.",
      );
}

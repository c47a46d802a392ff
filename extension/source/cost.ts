import { formatBytes, formatCount, formatDuration } from "../../engine/words/numbers.ts";

/** Bytes; from here on a person is told the cost and asked. */
export const askFrom = 16e6;

/** Bytes of memory for each byte of a file while it is read, tokenized and held: the bytes, the text on both sides, and 4 bytes for each token's id. */
const memoryPerByte = 8;

/** Tokens per second of the plain kernels on one core of a middling machine, with the recommended network. Within a factor of three. */
const usualRate = 10_000;

/** What training on so many bytes takes, in two sentences. */
export function describeCost(bytes: number): string {
  const memory = formatBytes(bytes * memoryPerByte);
  const onePass = formatDuration(bytes / usualRate);
  return `Read by characters it has about ${formatCount(bytes)} tokens and takes up to ${memory} of memory. To see all of it once, training needs about ${onePass}.`;
}

export type SizeVerdict = "read" | "ask" | "refuse";

/** @param maxFileSize MB (10⁶ bytes) */
export function judgeSize(bytes: number, maxFileSize: number): SizeVerdict {
  if (bytes > maxFileSize * 1e6) return "refuse";
  return bytes >= askFrom ? "ask" : "read";
}

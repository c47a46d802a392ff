import type { FileBytes } from "./fileBytes.ts";

/** What is packed may always grow to this size. */
const alwaysAllowed = 2 ** 24;
/** Beyond it, to this multiple of its packed size. Trained weights hardly shrink; what grows more is made to fill memory. */
const largestGrowth = 100;

/**
 * Refuses what would grow out of proportion when it is unpacked, or spread out, before anything of that size is allocated.
 *
 * @param what names it in the error. @param packed bytes of it in the file. @param unpacked bytes that it claims to become.
 */
export function checkGrowth(file: FileBytes, what: string, packed: number, unpacked: number): void {
  if (unpacked <= Math.max(alwaysAllowed, largestGrowth * packed)) return;
  file.fail(
    `${what} would grow from ${packed} to ${unpacked} bytes, and at most ${largestGrowth}-fold growth is allowed`,
    "If the file is sound, save it again without compression.",
  );
}

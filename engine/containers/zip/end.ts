import type { FileBytes } from "../bytes/fileBytes.ts";

/** Where an archive's directory is. */
export interface End {
  readonly entries: number;
  /** Of its first byte. */
  readonly directory: number;
  readonly bytes: number;
}

const signatures = { end: 0x06054b50, wideEnd: 0x06064b50, locator: 0x07064b50 };
const endBytes = 22;
const wideEndBytes = 56;
const locatorBytes = 20;
const longestComment = 0xffff;
const what = "the archive's end";

/** The record at an archive's end and, where 32 bits do not suffice, the one before it (APPNOTE 4.3.14 to 4.3.16). */
export function readEnd(file: FileBytes): End {
  const at = findEnd(file);
  const end = { entries: file.u16(at + 10, what), bytes: file.u32(at + 12, what), directory: file.u32(at + 16, what) };
  if (file.u16(at + 4, what) !== 0 && file.u16(at + 4, what) !== 0xffff)
    file.fail("it is one part of an archive in several files");
  const locator = at - locatorBytes;
  const isWide = locator >= 0 && file.u32(locator, what) === signatures.locator;
  return isWide ? readWideEnd(file, locator) : checked(file, end, at);
}

function readWideEnd(file: FileBytes, locator: number): End {
  const at = file.u64(locator + 8, what);
  if (at + wideEndBytes > locator || file.u32(at, what) !== signatures.wideEnd)
    file.fail(`the archive's zip64 record is not at byte ${at}, where its locator says`);
  const end = { entries: file.u64(at + 32, what), bytes: file.u64(at + 40, what), directory: file.u64(at + 48, what) };
  return checked(file, end, at);
}

/** The directory lies right before its end record. @param at of the record. */
function checked(file: FileBytes, end: End, at: number): End {
  if (end.directory + end.bytes !== at)
    file.fail(
      `the archive's directory should be ${end.bytes} bytes from byte ${end.directory}, and its end is at byte ${at}: the file was cut or joined`,
    );
  return end;
}

/** A comment may follow, which is as long as the record says. */
function findEnd(file: FileBytes): number {
  const least = Math.max(0, file.length - endBytes - longestComment);
  for (let at = file.length - endBytes; at >= least; at--)
    if (file.u32(at, what) === signatures.end && at + endBytes + file.u16(at + 20, what) === file.length) return at;
  return file.fail("the archive has no end: it was cut off, or is no zip archive");
}

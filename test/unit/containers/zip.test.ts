import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { FileBytes } from "../../../engine/containers/bytes/fileBytes.ts";
import { ZipArchive } from "../../../engine/containers/zip/archive.ts";
import { writeZip } from "../../../engine/containers/zip/writeZip.ts";
import { refusal } from "./support.ts";

const entries = [
  { name: "a.txt", bytes: strToU8("first") },
  { name: "folder/é.txt", bytes: strToU8("second, ".repeat(100)) },
];
const open = (bytes: Uint8Array) => new ZipArchive(new FileBytes("m.zip", bytes));
const opened = (bytes: Uint8Array) => Object.fromEntries(open(bytes).names.map((name) => [name, open(bytes).read(name)]));
const refused = (bytes: Uint8Array) => refusal(() => opened(bytes));
const expected = Object.fromEntries(entries.map(({ name, bytes }) => [name, bytes]));

/** Where the directory's entry number `place` begins. */
function listed(bytes: Uint8Array, place = 0): number {
  let at = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 6, true);
  for (let i = 0; i < place; i++) at += 46 + new DataView(bytes.buffer, bytes.byteOffset).getUint16(at + 28, true);
  return at;
}

function changed(change: (words: DataView, bytes: Uint8Array) => void): Uint8Array {
  const bytes = writeZip(entries);
  change(new DataView(bytes.buffer), bytes);
  return bytes;
}

describe("zip archives", () => {
  test("of ours are read by others, and by us", () => {
    expect(unzipSync(writeZip(entries))).toEqual(expected);
    expect(opened(writeZip(entries))).toEqual(expected);
  });

  test("of others are read by us, packed or not, with folders and a comment", () => {
    const zipped = (level: 0 | 9) => zipSync({ ...expected, "folder/": new Uint8Array(0) }, { level });
    expect(opened(zipped(0))).toEqual(expected);
    expect(opened(zipped(9))).toEqual(expected);
    const commented = Uint8Array.from([...zipped(9), ...strToU8("PK\x05\x06 is no end")]);
    commented[zipped(9).length - 2] = 14;
    expect(opened(commented)).toEqual(expected);
  });

  test("have entries that begin at multiples of the alignment", () => {
    const bytes = writeZip(entries, 64);
    expect(unzipSync(bytes)).toEqual(expected);
    for (const [name, content] of Object.entries(opened(bytes))) expect(content.byteOffset % 64, name).toBe(0);
  });

  test("without entries are empty", () => expect(opened(writeZip([]))).toEqual({}));
});

describe("archives that lie are refused by name and place", () => {
  test.each(["../a", "folder/../../a", "/etc/passwd", "C:/a", "folder\\a", "a\0b", "./a", "http://a/b", ""])(
    "the name %j",
    (name) => {
      expect(refused(writeZip([{ name, bytes: entries[0]!.bytes }]))).toBe(
        `m.zip: the name ${JSON.stringify(name)} leaves the folder.`,
      );
    },
  );

  test("two entries of one name", () => {
    expect(refused(writeZip([entries[0]!, entries[0]!]))).toBe("m.zip: there are two entries a.txt.");
  });

  test("entries that share bytes", () => {
    const inner = { name: "b.txt", bytes: strToU8("inner") };
    const bytes = writeZip([{ name: "a.txt", bytes: writeZip([inner]) }, inner]);
    const beginOfInner = 30 + "a.txt".length;
    new DataView(bytes.buffer).setUint32(listed(bytes, 1) + 42, beginOfInner, true);
    expect(refused(bytes)).toBe("m.zip: entries a.txt and b.txt share bytes.");
  });

  test("two entries of one place", () => {
    const bytes = writeZip([entries[0]!, { ...entries[0]!, name: "b.txt" }]);
    new DataView(bytes.buffer).setUint32(listed(bytes, 1) + 42, 0, true);
    expect(refused(bytes)).toBe("m.zip: entry b.txt has another name in its header at byte 0.");
  });

  test.each<[string, (words: DataView, bytes: Uint8Array) => void]>([
    ["entry a.txt is encrypted", (words, bytes) => words.setUint16(listed(bytes) + 8, 1, true)],
    ["entry a.txt is packed by method 12; only deflate is read", (words, bytes) => words.setUint16(listed(bytes) + 10, 12, true)],
    ["entry a.txt is stored with 5 bytes and claims to be 6", (words, bytes) => words.setUint32(listed(bytes) + 24, 6, true)],
    ["has a wrong checksum", (words, bytes) => words.setUint32(listed(bytes) + 16, 6, true)],
    ["entry a.txt has no header at byte 1", (words, bytes) => words.setUint32(listed(bytes) + 42, 1, true)],
    [
      "has a size beyond 32 bits and no field that tells it",
      (words, bytes) => words.setUint32(listed(bytes) + 24, 0xffffffff, true),
    ],
    ["the archive's directory has no entry where one is due", (words, bytes) => words.setUint32(listed(bytes), 7, true)],
    ["more than its 1 entries", (words, bytes) => words.setUint16(bytes.length - 12, 1, true)],
    ["ends too early", (words, bytes) => words.setUint16(bytes.length - 12, 3, true)],
    ["the file was cut or joined", (words, bytes) => words.setUint32(bytes.length - 6, 7, true)],
    ["one part of an archive in several files", (words, bytes) => words.setUint16(bytes.length - 18, 2, true)],
    ["the archive has no end", (_, bytes) => bytes.fill(0, bytes.length - 22, bytes.length - 18)],
    [
      "beyond the entries' end",
      (words, bytes) => {
        words.setUint32(listed(bytes) + 20, 5000, true);
        words.setUint32(listed(bytes) + 24, 5000, true);
      },
    ],
  ])("%s", (message, change) => expect(refused(changed(change))).toContain(message));

  test("what is joined before an archive", () => {
    expect(refused(Uint8Array.from([1, 2, 3, ...writeZip(entries)]))).toContain("the file was cut or joined");
  });
});

import { describe, expect, it } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { encodingName } from "../../../engine/text/encodings/names.ts";
import { decodeAsShown, type EditorDecoding } from "../../../extension/source/decodeAsShown.ts";
import { standardLabel } from "../../../extension/source/encodingNames.ts";

/** As VS Code decodes: leniently, by the label that stands for its name. */
const editor = (name: string, more: Partial<EditorDecoding> = {}): EditorDecoding => ({
  name,
  guesses: false,
  decode: async (bytes) => new TextDecoder(standardLabel(name) ?? "windows-1252").decode(bytes),
  ...more,
});

const bytes = (...values: number[]) => Uint8Array.from(values);
const inUtf8 = (text: string) => new TextEncoder().encode(text);
const failure = (promise: Promise<string>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe("VS Code's names of encodings", () => {
  const names =
    "utf8 utf8bom utf16le utf16be windows1252 iso88591 iso88593 iso885915 macroman windows1256 iso88596 windows1257 iso88594 " +
    "iso885914 windows1250 iso88592 windows1251 cp866 iso88595 koi8r koi8u iso885913 windows1253 iso88597 windows1255 iso88598 " +
    "iso885910 iso885916 windows1254 iso88599 windows1258 gbk gb18030 cp950 big5hkscs shiftjis eucjp euckr windows874 iso885911 gb2312";

  it.each(names.split(" "))("stand for labels of the Encoding Standard: %s", (name) => {
    expect(encodingName(standardLabel(name)!)).not.toBe("");
  });

  it.each(["cp437", "cp852", "cp1125", "koi8ru", "koi8t", "cp865", "cp850", "constructor"])(
    "that have none have none: %s",
    (name) => {
      expect(standardLabel(name)).toBeNull();
    },
  );
});

describe("a file's text in the editor", () => {
  const cafe = bytes(0x63, 0x61, 0x66, 0xe9);

  it("is that of the encoding in which the editor shows it", async () => {
    expect(await decodeAsShown(cafe, editor("windows1252"))).toBe("café");
    expect(await decodeAsShown(cafe, editor("windows1252", { decode: null }))).toBe("café");
    expect(await decodeAsShown(inUtf8("café"), editor("utf8"))).toBe("café");
  });

  it("is refused where it is no UTF-8 and nobody said otherwise, though the editor shows something", async () => {
    expect(await failure(decodeAsShown(cafe, editor("utf8")))).toMatchObject({ code: "invalidUtf8" });
  });

  it("is what the editor guesses, where it may", async () => {
    const guessing = editor("utf8", { guesses: true, decode: async () => "café" });
    expect(await decodeAsShown(cafe, guessing)).toBe("café");
    const atALoss = editor("utf8", { guesses: true, decode: async () => "caf\uFFFD" });
    expect(await failure(decodeAsShown(cafe, atALoss))).toMatchObject({ code: "invalidUtf8" });
  });

  it("goes by its mark first", async () => {
    const marked = bytes(0xff, 0xfe, 0x61, 0, 0xe9, 0);
    for (const name of ["windows1252", "utf8", "cp437"]) expect(await decodeAsShown(marked, editor(name))).toBe("aé");
  });

  it("is the editor's where only the editor knows the encoding, and else is refused", async () => {
    expect(await decodeAsShown(bytes(0x82), editor("cp437", { decode: async () => "é" }))).toBe("é");
    expect(await failure(decodeAsShown(bytes(0x82), editor("cp437", { decode: null })))).toBeInstanceOf(EngineError);
  });

  it("is refused with the place of what is not of the encoding, and where there is a NUL", async () => {
    const error = await failure(decodeAsShown(bytes(0x61, 0x82), editor("shiftjis")));
    expect(error).toMatchObject({ message: "Byte 0x82 at offset 1, in line 1, is not valid shift_jis." });
    for (const name of ["windows1252", "utf8", "cp437"])
      expect(await failure(decodeAsShown(bytes(0x61, 0), editor(name)))).toMatchObject({ code: "binaryText" });
  });

  it("keeps U+FFFD that stands in the file", async () => {
    const gb18030 = bytes(0x84, 0x31, 0xa4, 0x37, 0x61);
    expect(await decodeAsShown(gb18030, editor("gb18030"))).toBe("\uFFFDa");
  });

  it("ends between two characters where only a part is read", async () => {
    const utf16 = new Uint8Array(Buffer.from("\uFEFF今天😀", "utf16le"));
    expect(await decodeAsShown(utf16, editor("utf8"), 8)).toBe("今天");
    expect(await decodeAsShown(bytes(0x82, 0xa0, 0x82, 0xa2), editor("shiftjis"), 3)).toBe("あ");
  });
});

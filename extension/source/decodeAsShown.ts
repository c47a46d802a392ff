import { EngineError } from "../../engine/errors/errors.ts";
import { cutBytes } from "../../engine/text/cut.ts";
import { decodeText } from "../../engine/text/decode.ts";
import { markOf } from "../../engine/text/encodings/marks.ts";
import { standardLabel } from "./encodingNames.ts";

/** How the editor decodes a file. */
export interface EditorDecoding {
  /** As `files.encoding` or the open document says it, such as `windows1252`. */
  readonly name: string;
  /** Whether `files.autoGuessEncoding` is on. */
  readonly guesses: boolean;
  /** The editor's own decoder, which puts U+FFFD for what it cannot decode; null where this version has none for others to use. */
  readonly decode: ((bytes: Uint8Array) => PromiseLike<string>) | null;
}

/** Whatever has no label of the standard has a byte for each character. */
const oneByteEach = "windows-1252";

/**
 * A file's text as the editor shows it, except that what is not of the encoding is refused and never replaced.
 *
 * @param length bytes that are read; the last character is whole
 * @throws EngineError as `decodeText` does
 */
export async function decodeAsShown(bytes: Uint8Array, editor: EditorDecoding, length = bytes.length): Promise<string> {
  const label = standardLabel(editor.name);
  const part = cutBytes(bytes, length, label ?? oneByteEach);
  if (markOf(part) !== null || label?.startsWith("utf-")) return decodeUnicode(part, label, editor);
  return decodeLegacy(part, label, editor);
}

async function decodeUnicode(bytes: Uint8Array, label: string | null, { guesses, decode }: EditorDecoding): Promise<string> {
  try {
    return decodeText(bytes, label);
  } catch (error) {
    const isOther = error instanceof EngineError && error.code === "invalidUtf8";
    const guessed = isOther && guesses && decode !== null ? await decode(bytes) : "\uFFFD";
    if (guessed.includes("\uFFFD")) throw error;
    return guessed;
  }
}

/** Where the editor had to replace something, our own decoder tells where. */
async function decodeLegacy(bytes: Uint8Array, label: string | null, { name, decode }: EditorDecoding): Promise<string> {
  const shown = bytes.includes(0) || decode === null ? null : await decode(bytes);
  if (shown !== null && (label === null || !shown.includes("\uFFFD"))) return shown;
  if (label !== null || bytes.includes(0)) return decodeText(bytes, label ?? oneByteEach);
  throw new EngineError(
    "badConfiguration",
    `This editor cannot decode ${name} for us.`,
    "Save the file as UTF-8 and train again.",
  );
}

import { EngineError } from "../../errors/errors.ts";
import { platformName } from "./platform.ts";

/** A name of the WHATWG Encoding Standard in lower case, or one of the two of UTF-32, which the standard leaves out. */
export type EncodingName = string & {};

const own: readonly string[] = ["utf-32le", "utf-32be"];

/**
 * @param label as a person writes it: any label of the standard, in any case, such as `Latin1` or `sjis`
 * @throws EngineError `badConfiguration` for a label that the standard, or this platform, does not have
 */
export function encodingName(label: string): EncodingName {
  const plain = label.trim().toLowerCase();
  const name = own.includes(plain) ? plain : platformName(plain);
  if (name !== null) return name;
  throw new EngineError(
    "badConfiguration",
    `There is no encoding "${label}".`,
    "Use a name of the WHATWG Encoding Standard, such as utf-8, utf-16le, windows-1252, shift_jis, gb18030 or euc-kr.",
  );
}

/** As it is written in a sentence. */
export function writtenName(name: EncodingName): string {
  return name.startsWith("utf-") ? name.slice(0, 6).toUpperCase().replace(/-$/, "") : name;
}

/** Bytes of one unit, in whose middle no character ends: four of UTF-32, two of UTF-16, else one. */
export function unitBytes(name: EncodingName): 1 | 2 | 4 {
  if (name.startsWith("utf-32")) return 4;
  return name.startsWith("utf-16") ? 2 : 1;
}

import { decodeUtf8 } from "../../text/utf8.ts";
import { type FileBytes, hasBytes, latin1 } from "../bytes/fileBytes.ts";
import { checkedShape } from "../tensors/tensor.ts";
import { LiteralReader } from "./literal.ts";

/**
 * A NumPy array's file: magic, version, length of the header, and the header, a Python dictionary such as
 * `{'descr': '<f4', 'fortran_order': False, 'shape': (4, 3), }`; then the numbers. Versions differ in the length's size (2, 4, 4 bytes)
 * and the text's encoding (Latin-1, Latin-1, UTF-8).
 *
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export interface NpyHeader {
  /** NumPy's code, `<f4`. */
  readonly code: string;
  /** The first axis is the fastest. */
  readonly columnMajor: boolean;
  readonly shape: readonly number[];
  /** Of the numbers within the file. */
  readonly begin: number;
}

export const npyMagic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
/** No header of numbers is longer; NumPy itself refuses more than this unless told to trust. */
export const longestHead = 12 + 10_000;

export function readNpyHeader(file: FileBytes): NpyHeader {
  if (!hasBytes(file.bytes, npyMagic)) file.fail("it does not begin as an array of NumPy");
  const version = file.u8(6, "the version");
  if (version < 1 || version > 3)
    file.fail(`it is of version ${version}; versions 1 to 3 are known`, "Save it again with numpy.save.");
  const lengthBytes = version === 1 ? 2 : 4;
  const length = version === 1 ? file.u16(8, "the header's length") : file.u32(8, "the header's length");
  const begin = 8 + lengthBytes + length;
  if (begin > longestHead)
    file.fail(`the header claims ${length} bytes; no array of numbers needs more than ${longestHead - 12}`);
  const header = file.part(8 + lengthBytes, length, "the header");
  const text = version === 3 ? decodeUtf8(header) : latin1(header);
  return { ...parsed(file, text ?? file.fail("the header is not UTF-8")), begin };
}

function parsed(file: FileBytes, text: string): Omit<NpyHeader, "begin"> {
  const header = new LiteralReader(file, text).whole();
  if (!(header instanceof Map)) file.fail("the header is not a dictionary");
  const [code, columnMajor] = [header.get("descr"), header.get("fortran_order")];
  if (Array.isArray(code)) file.fail("it is an array of records, not of numbers", "Save each field as an array of its own.");
  if (typeof code !== "string") file.fail("the header has no descr that is a text");
  if (typeof columnMajor !== "boolean") file.fail("the header has no fortran_order that is True or False");
  return { code, columnMajor, shape: checkedShape(file, header.get("shape"), "the array") };
}

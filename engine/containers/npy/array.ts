import { decodeUtf8, encodeUtf8 } from "../../text/utf8.ts";
import { type FileBytes, latin1 } from "../bytes/fileBytes.ts";
import { type Dtype, decodeNumbers, dtypes, numpyDtypes } from "../tensors/dtypes.ts";
import { columnMajorStrides, rowMajor } from "../tensors/strided.ts";
import { bytesOf, elementsOf, type StoredTensor, storedBytes } from "../tensors/tensor.ts";
import { type NpyHeader, npyMagic, readNpyHeader } from "./header.ts";

/** What an array of the archive is, from its header alone. */
export type NpyArray =
  | { readonly kind: "numbers"; readonly tensor: StoredTensor }
  | { readonly kind: "texts"; readonly shape: readonly number[]; readonly texts: () => readonly string[] }
  | { readonly kind: "pickle" };

/**
 * @param head begins with the header and may end after it.
 * @param size of the whole array's file. @param whole the file, when the numbers are wanted.
 */
export function readNpyArray(name: string, head: FileBytes, size: number, whole: () => FileBytes): NpyArray {
  const header = readNpyHeader(head);
  const code = typeOf(head, header.code);
  if (code.kind === "O") return { kind: "pickle" };
  const meant = header.begin + elementsOf(header.shape) * code.bytes;
  if (meant !== size)
    head.fail(`it has ${size} bytes; its header with the shape [${header.shape.join(", ")}] of ${header.code} means ${meant}`);
  const content = () => whole().part(header.begin, meant - header.begin, "the array");
  if (code.kind === "U" || code.kind === "S")
    return { kind: "texts", shape: header.shape, texts: () => readTexts(head, content(), code) };
  const dtype = numpyDtypes[`${code.kind}${code.bytes}`];
  if (dtype === undefined) head.fail(`it has elements of the type ${header.code}, which are no numbers that are read`, asNumbers);
  return {
    kind: "numbers",
    tensor: { name, shape: header.shape, dtype, read: () => readNumbers(header, content(), dtype, code.bigEndian) },
  };
}

const asNumbers = "Save it as float32, float64 or whole numbers.";

interface TypeCode {
  readonly bigEndian: boolean;
  /** Such as f, i, U. */
  readonly kind: string;
  /** Of an element. */
  readonly bytes: number;
}

function typeOf(file: FileBytes, code: string): TypeCode {
  const found = /^([<>=|])?([A-Za-z])(\d{1,9})?$/u.exec(code);
  if (found === null) file.fail(`the header has the type ${JSON.stringify(code)}, which is none of NumPy's`, asNumbers);
  const [, order, kind = "", size = "0"] = found;
  return { bigEndian: order === ">", kind, bytes: Number(size) * (kind === "U" ? 4 : 1) };
}

function readNumbers({ shape, columnMajor }: NpyHeader, bytes: Uint8Array, dtype: Dtype, bigEndian: boolean) {
  const numbers = decodeNumbers(bytes, dtype, bigEndian);
  return columnMajor ? rowMajor(numbers, shape, columnMajorStrides(shape)) : numbers;
}

/** Fixed lengths, filled up with zeros: UTF-32, or bytes. */
function readTexts(file: FileBytes, bytes: Uint8Array, { kind, bytes: size, bigEndian }: TypeCode): readonly string[] {
  const text = (element: Uint8Array): string => (kind === "U" ? utf32(file, element, bigEndian) : byteText(element));
  return Array.from({ length: size === 0 ? 0 : bytes.length / size }, (_, i) => text(bytes.subarray(i * size, (i + 1) * size)));
}

function utf32(file: FileBytes, element: Uint8Array, bigEndian: boolean): string {
  const points = Array.from(decodeNumbers(element, "uint32", bigEndian) as Uint32Array);
  while (points.at(-1) === 0) points.pop();
  const wrong = points.find((point) => point > 0x10ffff);
  if (wrong !== undefined) file.fail(`it has the character ${wrong}, which is beyond Unicode`);
  return points.map((point) => String.fromCodePoint(point)).join("");
}

function byteText(element: Uint8Array): string {
  let end = element.length;
  while (end > 0 && element[end - 1] === 0) end--;
  return decodeUtf8(element.subarray(0, end)) ?? latin1(element.subarray(0, end));
}

/** Version 1.0, row-major, little-endian; the numbers begin at a multiple of 64, as NumPy's do. */
export function writeNpy(tensor: StoredTensor): Uint8Array {
  const { shape, dtype } = tensor;
  const code = Object.keys(numpyDtypes).find((kind) => numpyDtypes[kind] === dtype);
  if (code === undefined) throw new RangeError(`NumPy has no ${dtype}: convert ${tensor.name} to float32 first.`);
  const order = dtypes[dtype].bytes === 1 ? "|" : "<";
  const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': (${lengths}), }`;
  const begin = Math.ceil((10 + text.length + 1) / 64) * 64;
  const bytes = new Uint8Array(begin + bytesOf(shape, dtype));
  bytes.set(npyMagic);
  bytes[6] = 1;
  new DataView(bytes.buffer).setUint16(8, begin - 10, true);
  bytes.set(encodeUtf8(`${text.padEnd(begin - 11)}\n`), 10);
  bytes.set(storedBytes(tensor), begin);
  return bytes;
}

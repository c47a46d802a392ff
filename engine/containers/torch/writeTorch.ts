import { encodeUtf8 } from "../../text/utf8.ts";
import { ByteWriter } from "../bytes/byteWriter.ts";
import { rowMajorStrides } from "../tensors/strided.ts";
import { elementsOf, type StoredTensor, storedBytes } from "../tensors/tensor.ts";
import { writeZip } from "../zip/writeZip.ts";
import { storageDtypes } from "./globals.ts";

/** At which PyTorch can map the numbers into memory. */
const alignment = 64;

/**
 * A state dict as `torch.save(model.state_dict(), path)` writes it (archive version 3), to be opened with `torch.load(path, weights_only=True)`.
 *
 * @param fileName names the archive's folder, as PyTorch does.
 */
export function writeTorch(tensors: readonly StoredTensor[], fileName: string): Uint8Array {
  const folder = fileName.replace(/\.[^.]*$/u, "").replaceAll(/[^\w-]/gu, "_") || "archive";
  const text = (name: string, content: string) => ({ name: `${folder}/${name}`, bytes: encodeUtf8(content) });
  return writeZip(
    [
      { name: `${folder}/data.pkl`, bytes: stateDictPickle(tensors) },
      text(".format_version", "1"),
      text(".storage_alignment", String(alignment)),
      text("byteorder", "little"),
      ...tensors.map((tensor, key) => ({ name: `${folder}/data/${key}`, bytes: storedBytes(tensor) })),
      text("version", "3\n"),
    ],
    alignment,
  );
}

/** Protocol 2: an OrderedDict of names and tensors, each with a storage of its own. */
function stateDictPickle(tensors: readonly StoredTensor[]): Uint8Array {
  const pickle = new PickleWriter().protocol();
  pickle.emptyOrderedDict().op("(");
  for (const [key, tensor] of tensors.entries()) putTensor(pickle.text(tensor.name), tensor, key);
  return pickle.op("u").op(".").done();
}

function putTensor(pickle: PickleWriter, { name, shape, dtype }: StoredTensor, key: number): void {
  const kind = Object.keys(storageDtypes).find((storage) => storageDtypes[storage] === dtype);
  if (kind === undefined) throw new RangeError(`PyTorch has no storage for ${dtype}: convert ${name} first.`);
  pickle.global("torch._utils", "_rebuild_tensor_v2").op("(");
  pickle.op("(").text("storage").global("torch", kind).text(String(key)).text("cpu").whole(elementsOf(shape)).op("t").op("Q");
  pickle.whole(0).wholes(shape).wholes(rowMajorStrides(shape)).op("\x89").emptyOrderedDict().op("t").op("R");
}

class PickleWriter extends ByteWriter {
  protocol(): this {
    return this.u8(0x80, 2);
  }

  /** An opcode without arguments, by its character. */
  op(character: string): this {
    return this.u8(character.charCodeAt(0));
  }

  global(module: string, name: string): this {
    return this.op("c").bytes(encodeUtf8(`${module}\n${name}\n`));
  }

  override text(text: string): this {
    const bytes = encodeUtf8(text);
    return this.op("X").u32(bytes.length).bytes(bytes);
  }

  /** In 32 bits, or as a long number of eight bytes. */
  whole(value: number): this {
    return value < 2 ** 31 ? this.op("J").u32(value) : this.op("\x8a").u8(8).u64(value);
  }

  wholes(values: readonly number[]): this {
    this.op("(");
    for (const value of values) this.whole(value);
    return this.op("t");
  }

  emptyOrderedDict(): this {
    return this.global("collections", "OrderedDict").op(")").op("R");
  }
}

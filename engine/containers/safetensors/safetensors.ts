import { encodeUtf8 } from "../../text/utf8.ts";
import { FileBytes } from "../bytes/fileBytes.ts";
import type { Container, ContainerFormat, ModelSource, WrittenContent, WrittenFile } from "../tensors/container.ts";
import { decodeNumbers, dtypes } from "../tensors/dtypes.ts";
import { bytesOf, type StoredTensor, storedBytes } from "../tensors/tensor.ts";
import { dtypeCodes, lengthBytes, metadataKey, readHeader } from "./header.ts";

export const safetensors: ContainerFormat = {
  name: "safetensors",
  title: "safetensors",
  endings: [".safetensors"],
  detect,
  read,
  write,
};

/** A JSON object begins after the length. */
function detect({ bytes }: ModelSource): boolean {
  return bytes.length > lengthBytes && bytes[lengthBytes] === 0x7b;
}

/** The metadata are the attribute `metadata`: texts. */
function read({ name, bytes }: ModelSource): Container {
  const file = new FileBytes(name, bytes);
  const { tensors, metadata } = readHeader(file);
  return {
    format: safetensors.name,
    tensors: tensors.map((entry) => ({
      name: entry.name,
      shape: entry.shape,
      dtype: entry.dtype,
      read: () => decodeNumbers(file.part(entry.begin, entry.end - entry.begin, `tensor ${entry.name}`), entry.dtype),
    })),
    attributes: { metadata },
    warnings: [],
  };
}

/** @param content with the attribute `metadata`, whose values become texts as they have to be. */
function write({ tensors, attributes = {} }: WrittenContent, name: string): readonly WrittenFile[] {
  const ordered = aligned(tensors);
  const header = encodeUtf8(JSON.stringify(headerOf(ordered, textsOf(attributes.metadata))));
  const begin = Math.ceil((lengthBytes + header.length) / 8) * 8;
  const bytes = new Uint8Array(ordered.reduce((sum, { shape, dtype }) => sum + bytesOf(shape, dtype), begin));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(begin - lengthBytes), true);
  bytes.fill(0x20, lengthBytes, begin);
  bytes.set(header, lengthBytes);
  let at = begin;
  for (const tensor of ordered) {
    bytes.set(storedBytes(tensor), at);
    at += bytesOf(tensor.shape, tensor.dtype);
  }
  return [{ name, bytes }];
}

/** Long numbers first, as the official library does: then each tensor's numbers are aligned, and can be used in place. */
const aligned = (tensors: readonly StoredTensor[]): StoredTensor[] =>
  tensors.toSorted((a, b) => dtypes[b.dtype].bytes - dtypes[a.dtype].bytes);

function headerOf(tensors: readonly StoredTensor[], metadata: Record<string, string>): unknown {
  const codes = new Map(Object.entries(dtypeCodes).map(([code, dtype]) => [dtype, code]));
  let end = 0;
  const entries = tensors.map(({ name, shape, dtype }) => {
    if (name === metadataKey) throw new RangeError(`A tensor cannot be called ${metadataKey} in safetensors.`);
    const begin = end;
    end += bytesOf(shape, dtype);
    return [name, { dtype: codes.get(dtype), shape, data_offsets: [begin, end] }] as const;
  });
  const head = Object.keys(metadata).length === 0 ? [] : [[metadataKey, metadata] as const];
  return Object.fromEntries<unknown>([...head, ...entries]);
}

function textsOf(metadata: unknown = {}): Record<string, string> {
  const entries = Object.entries(metadata as Readonly<Record<string, unknown>>);
  return Object.fromEntries(entries.map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]));
}

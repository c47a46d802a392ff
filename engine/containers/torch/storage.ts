import type { FileBytes } from "../bytes/fileBytes.ts";
import { checkGrowth } from "../bytes/limits.ts";
import { PickleObject, type PickleValue } from "../pickle/values.ts";
import { type Dtype, decodeNumbers, dtypes, type Numbers } from "../tensors/dtypes.ts";
import { lastReached, rowMajor } from "../tensors/strided.ts";
import { bytesOf } from "../tensors/tensor.ts";

/** Numbers in one piece, on which tensors are views. */
export class TorchStorage extends PickleObject {
  readonly key: string;
  /** Null where the tensor tells (PyTorch's untyped storages). */
  readonly dtype: Dtype | null;
  /** Of numbers; of bytes without a dtype. */
  readonly count: number;

  constructor(key: string, dtype: Dtype | null, count: number) {
    super();
    this.key = key;
    this.dtype = dtype;
    this.count = count;
  }

  get elementBytes(): number {
    return this.dtype === null ? 1 : dtypes[this.dtype].bytes;
  }
}

/** A view on a storage. */
export class TorchTensor extends PickleObject {
  readonly storage: TorchStorage;
  readonly dtype: Dtype;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(storage: TorchStorage, dtype: Dtype, offset: number, shape: readonly number[], strides: readonly number[]) {
    super();
    this.storage = storage;
    this.dtype = dtype;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }

  /** A parameter may have attributes; they are no numbers of it. */
  override build(_state: PickleValue): boolean {
    return true;
  }
}

/** Refuses a view that reaches beyond its storage, or spreads it out beyond measure. */
export function checkView(file: FileBytes, name: string, { storage, dtype, offset, shape, strides }: TorchTensor): void {
  const there = Math.floor((storage.count * storage.elementBytes) / dtypes[dtype].bytes);
  const reached = lastReached(shape, strides, offset);
  if (reached >= there)
    file.fail(
      `tensor ${name} of the shape [${shape.join(", ")}] reaches number ${reached} of its storage ${storage.key}, which has ${there}`,
    );
  checkGrowth(file, `tensor ${name}`, file.length, bytesOf(shape, dtype));
}

/** @param bytes of the whole storage. */
export function readView({ dtype, offset, shape, strides }: TorchTensor, bytes: Uint8Array, bigEndian: boolean): Numbers {
  return rowMajor(decodeNumbers(bytes, dtype, bigEndian), shape, strides, offset);
}

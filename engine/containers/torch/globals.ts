import { PickleFunction, type PickleValue } from "../pickle/values.ts";
import { type Dtype, decodeNumbers, dtypes } from "../tensors/dtypes.ts";
import { NumpyDtype } from "./numpyDtype.ts";
import { TorchStorage, TorchTensor } from "./storage.ts";

/** Kinds of storages by their classes in PyTorch. */
export const storageDtypes: Readonly<Record<string, Dtype>> = {
  DoubleStorage: "float64",
  FloatStorage: "float32",
  HalfStorage: "float16",
  BFloat16Storage: "bfloat16",
  LongStorage: "int64",
  IntStorage: "int32",
  ShortStorage: "int16",
  CharStorage: "int8",
  ByteStorage: "uint8",
  BoolStorage: "bool",
};

/** PyTorch's names of dtypes are ours. */
const isDtype = (name: PickleValue | undefined): name is Dtype => typeof name === "string" && Object.hasOwn(dtypes, name);

type Call = (args: readonly PickleValue[]) => PickleValue | undefined;

/** All that a checkpoint may name: tensors, plain collections, and single numbers of NumPy. Modules' names changed over the years. */
const functions: Readonly<Record<string, Call>> = {
  "collections.OrderedDict": dictionary,
  "collections.defaultdict": () => new Map(),
  "collections.Counter": dictionary,
  "builtins.set": ([items = []]) => (Array.isArray(items) ? new Set(items) : undefined),
  "builtins.frozenset": ([items = []]) => (Array.isArray(items) ? new Set(items) : undefined),
  "_codecs.encode": encodeLatin1,
  "torch.Size": ([lengths = []]) => lengths,
  "torch.device": ([kind = "", index = null]) => (index === null ? kind : `${kind}:${index}`),
  "torch._utils._rebuild_tensor": rebuildTensor,
  "torch._utils._rebuild_tensor_v2": rebuildTensor,
  "torch._utils._rebuild_tensor_v3": rebuildWithDtype,
  "torch._utils._rebuild_parameter": ([tensor]) => tensorOnly(tensor),
  "torch._utils._rebuild_parameter_with_state": ([tensor]) => tensorOnly(tensor),
  "torch._tensor._rebuild_from_type_v2": ([rebuild, , args]) =>
    rebuild instanceof PickleFunction && Array.isArray(args) ? rebuild.call(args) : undefined,
  "numpy.dtype": ([code]) => (typeof code === "string" ? new NumpyDtype(code) : undefined),
  "numpy.core.multiarray.scalar": numpyScalar,
};

const classes = [
  "torch.Tensor",
  "torch.nn.parameter.Parameter",
  "builtins.int",
  "builtins.float",
  "builtins.list",
  "builtins.dict",
];

/** Undefined for whatever else there is. */
export function torchGlobal(module: string, name: string): PickleValue | undefined {
  const full = `${canonicalModule(module)}.${name}`;
  if (module === "torch" && isDtype(name)) return name;
  if (storageDtype(module, name) !== undefined) return new PickleFunction(full, () => undefined);
  const call = Object.hasOwn(functions, full) ? functions[full] : classes.includes(full) ? () => undefined : undefined;
  return call && new PickleFunction(full, call);
}

/** Python 2 called it `__builtin__`, and NumPy 1 `numpy.core`. */
const canonicalModule = (module: string): string =>
  module === "__builtin__" ? "builtins" : module === "numpy._core.multiarray" ? "numpy.core.multiarray" : module;

/** Undefined for what is no storage; null for one without a dtype. */
export function storageDtype(module: string, name: string): Dtype | null | undefined {
  if (module === "torch.storage" && name === "UntypedStorage") return null;
  return module === "torch" && Object.hasOwn(storageDtypes, name) ? storageDtypes[name] : undefined;
}

/** A tensor's storage: `("storage", class, key, place, count)`, in the old form with a view or None behind it. */
export function storageOf(id: PickleValue): TorchStorage | undefined {
  if (!Array.isArray(id) || id[0] !== "storage" || id.length < 5) return undefined;
  const [, kind, key, , count, view = null] = id;
  if (!(kind instanceof PickleFunction) || typeof key !== "string" || !isCount(count) || view !== null) return undefined;
  const split = kind.name.lastIndexOf(".");
  const dtype = storageDtype(kind.name.slice(0, split), kind.name.slice(split + 1));
  return dtype === undefined ? undefined : new TorchStorage(key, dtype, count);
}

const isCount = (value: PickleValue | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isCounts = (value: PickleValue | undefined): value is number[] => Array.isArray(value) && value.every(isCount);
const tensorOnly = (value: PickleValue | undefined): TorchTensor | undefined =>
  value instanceof TorchTensor ? value : undefined;

/** Storage, offset, shape, strides; what follows tells gradients and hooks. */
function rebuildTensor([storage, offset, shape, strides]: readonly PickleValue[]): TorchTensor | undefined {
  return storage instanceof TorchStorage && storage.dtype !== null
    ? viewOf(storage, storage.dtype, offset, shape, strides)
    : undefined;
}

/** The same with a dtype behind the hooks. */
function rebuildWithDtype([storage, offset, shape, strides, , , dtype]: readonly PickleValue[]): TorchTensor | undefined {
  return storage instanceof TorchStorage && isDtype(dtype) ? viewOf(storage, dtype, offset, shape, strides) : undefined;
}

function viewOf(
  storage: TorchStorage,
  dtype: Dtype,
  offset: PickleValue | undefined,
  shape: PickleValue | undefined,
  strides: PickleValue | undefined,
): TorchTensor | undefined {
  if (!isCount(offset) || !isCounts(shape) || !isCounts(strides) || shape.length !== strides.length || shape.length > 32)
    return undefined;
  return new TorchTensor(storage, dtype, offset, shape, strides);
}

/** Of pairs, of a dictionary, or of nothing. */
function dictionary([items = []]: readonly PickleValue[]): PickleValue | undefined {
  if (items instanceof Map) return new Map(items);
  const isPairs = Array.isArray(items) && items.every((pair) => Array.isArray(pair) && pair.length === 2);
  return isPairs ? new Map(items as [PickleValue, PickleValue][]) : undefined;
}

/** Protocol 2 writes bytes as text that is to be encoded. */
function encodeLatin1([text, encoding]: readonly PickleValue[]): Uint8Array | undefined {
  if (typeof text !== "string" || encoding !== "latin1") return undefined;
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function numpyScalar([dtype, bytes]: readonly PickleValue[]): PickleValue | undefined {
  if (!(dtype instanceof NumpyDtype) || !(bytes instanceof Uint8Array)) return undefined;
  const kind = dtype.kind;
  if (kind === undefined || kind.bytes !== bytes.length) return undefined;
  const [number] = decodeNumbers(bytes, kind.dtype, dtype.bigEndian);
  if (kind.dtype === "bool") return number === 1;
  return Number.isSafeInteger(Number(number)) ? Number(number) : number;
}

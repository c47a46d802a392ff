import type { FileBytes } from "../bytes/fileBytes.ts";
import { PickleFunction, type PickleValue } from "../pickle/values.ts";
import { checkView, TorchTensor } from "./storage.ts";

/** The tensors in what was saved, and all that is no tensor. */
export interface Contents {
  readonly tensors: readonly { readonly name: string; readonly tensor: TorchTensor }[];
  /** Dictionaries are objects; what holds tensors alone is left out. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Of dictionaries and lists in one another. */
const deepest = 64;
/** Of all items: few bytes can hold one list many times, in lists that hold it many times. */
const mostItems = 1_000_000;

/**
 * Takes a saved object apart. A tensor's name is the way to it: the key in a state dict, `model_state_dict/lstm.weight_ih_l0` in a
 * checkpoint, `optimizer_state_dict/state/0/exp_avg` deeper down.
 */
export function contentsOf(file: FileBytes, saved: PickleValue): Contents {
  const walk = new Walk(file);
  const rest = walk.plain(saved, []);
  if (walk.tensors.size === 0) file.fail("it holds no tensors", "Save the weights: torch.save(model.state_dict(), path).");
  const attributes = isObject(rest) ? rest : rest === undefined ? {} : { value: rest };
  return { tensors: [...walk.tensors].map(([name, tensor]) => ({ name, tensor })), attributes };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

class Walk {
  readonly tensors = new Map<string, TorchTensor>();
  readonly #file: FileBytes;
  #items = 0;

  constructor(file: FileBytes) {
    this.#file = file;
  }

  /** A value as plain data; undefined for tensors and what holds nothing else. */
  plain(value: PickleValue, place: readonly string[]): unknown {
    if (++this.#items > mostItems) this.#file.fail(`it holds more than ${mostItems} items, many times the same`);
    if (place.length > deepest) this.#file.fail(`it has more than ${deepest} lists in one another`);
    if (value instanceof TorchTensor) return this.#tensor(value, place.join("/"));
    if (value instanceof Map) return this.#object(value, place);
    if (Array.isArray(value)) return this.#list(value, place);
    if (value instanceof Set) return [...value].map((item) => this.plain(item, [...place, ""]));
    if (value instanceof Uint8Array) return { bytes: value.length };
    return value instanceof PickleFunction ? value.name : value;
  }

  #tensor(tensor: TorchTensor, name: string): undefined {
    if (this.tensors.has(name)) this.#file.fail(`it has two tensors ${name}`);
    checkView(this.#file, name, tensor);
    this.tensors.set(name, tensor);
  }

  #object(dictionary: Map<PickleValue, PickleValue>, place: readonly string[]): Record<string, unknown> | undefined {
    const entries: [string, unknown][] = [];
    for (const [key, item] of dictionary) {
      const name = typeof key === "object" && key !== null ? "?" : String(key);
      const plain = this.plain(item, [...place, name]);
      if (plain !== undefined) entries.push([name, plain]);
    }
    return entries.length === 0 && dictionary.size > 0 ? undefined : Object.fromEntries(entries);
  }

  #list(list: readonly PickleValue[], place: readonly string[]): unknown[] | undefined {
    const items = list.map((item, i) => this.plain(item, [...place, String(i)])).filter((item) => item !== undefined);
    return items.length === 0 && list.length > 0 ? undefined : items;
  }
}

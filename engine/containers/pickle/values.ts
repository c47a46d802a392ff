/**
 * What a pickle builds here. Nothing of Python is run: lists and tuples are arrays, dictionaries are maps, and a class or a function is a
 * {@link PickleFunction} from a list of those that are known.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | Set<PickleValue>
  | PickleFunction
  | PickleObject;

/** A class or a function that a pickle may call: what it makes is made by us. */
export class PickleFunction {
  /** As Python says it: `collections.OrderedDict`. */
  readonly name: string;
  /** Undefined where it does not take such arguments. */
  readonly call: (args: readonly PickleValue[]) => PickleValue | undefined;

  constructor(name: string, call: (args: readonly PickleValue[]) => PickleValue | undefined) {
    this.name = name;
    this.call = call;
  }
}

/** Something that a {@link PickleFunction} made, for those who know it. */
export abstract class PickleObject {
  /** Takes the state that a pickle gives it after it was made; false where it has no use for it. */
  build(_state: PickleValue): boolean {
    return false;
  }
}

import type { Cursor } from "../bytes/cursor.ts";
import { latin1 } from "../bytes/fileBytes.ts";
import { opcodeNames } from "./opcodes.ts";
import { PickleFunction, PickleObject, type PickleValue } from "./values.ts";

/** Who knows the names in a pickle. */
export interface PickleHost {
  /** A class or a function; undefined for one that is not known, which is then refused by its name. */
  global(module: string, name: string): PickleValue | undefined;
  /** What stands outside the pickle, such as a tensor's numbers; undefined where there is no such thing. */
  persistent(id: PickleValue): PickleValue | undefined;
  /** What to do about a pickle that asks for more than data. */
  readonly advice: string;
}

/** Of a module's or a class' name. */
const longestName = 256;
/** Bytes of a whole number; PyTorch's largest has ten. */
const longestWhole = 64;

/**
 * Reads one pickle, and leaves the cursor behind its STOP. It is a machine with a stack, as Python's is, but its opcodes are a fixed list that
 * only makes data, and its names come from the host alone: whatever else a pickle asks for is refused by its name, and nothing is run.
 */
export class PickleMachine {
  readonly #cursor: Cursor;
  readonly #host: PickleHost;
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();
  /** Items of lists handed to functions, which may copy them: an honest pickle writes each of them once. */
  #handed = 0;

  constructor(cursor: Cursor, host: PickleHost) {
    this.#cursor = cursor;
    this.#host = host;
  }

  run(): PickleValue {
    for (;;) {
      const code = this.#cursor.u8();
      const name = opcodeNames.get(code);
      if (name === "STOP") return this.#pop();
      const step = name === undefined ? undefined : this.#steps[name];
      if (step === undefined)
        this.#fail(
          `has the opcode ${name ?? `0x${code.toString(16)}`}, which is not among those that only make data`,
          this.#host.advice,
        );
      step();
    }
  }

  /** What each opcode does. A name that is missing here is refused. */
  readonly #steps: Readonly<Record<string, () => void>> = {
    PROTO: () => {
      const protocol = this.#cursor.u8();
      if (protocol > 5) this.#fail(`is of protocol ${protocol}; 0 to 5 are known`);
    },
    FRAME: () => void this.#cursor.u64(),
    MARK: () => void this.#marks.push(this.#stack.length),
    POP: () => void this.#pop(),
    POP_MARK: () => void this.#popMark(),
    DUP: () => this.#push(this.#top()),
    NONE: () => this.#push(null),
    NEWTRUE: () => this.#push(true),
    NEWFALSE: () => this.#push(false),
    BININT: () => this.#push(this.#cursor.i32()),
    BININT1: () => this.#push(this.#cursor.u8()),
    BININT2: () => this.#push(this.#cursor.u16()),
    LONG1: () => this.#push(this.#whole(this.#cursor.u8())),
    LONG4: () => this.#push(this.#whole(this.#cursor.i32())),
    BINFLOAT: () => this.#push(this.#cursor.f64BigEndian()),
    BINUNICODE: () => this.#push(this.#cursor.text(this.#cursor.u32())),
    SHORT_BINUNICODE: () => this.#push(this.#cursor.text(this.#cursor.u8())),
    BINUNICODE8: () => this.#push(this.#cursor.text(this.#cursor.u64())),
    BINSTRING: () => this.#push(latin1(this.#cursor.bytes(this.#cursor.i32()))),
    SHORT_BINSTRING: () => this.#push(latin1(this.#cursor.bytes(this.#cursor.u8()))),
    BINBYTES: () => this.#push(this.#cursor.bytes(this.#cursor.u32())),
    SHORT_BINBYTES: () => this.#push(this.#cursor.bytes(this.#cursor.u8())),
    BINBYTES8: () => this.#push(this.#cursor.bytes(this.#cursor.u64())),
    EMPTY_LIST: () => this.#push([]),
    EMPTY_TUPLE: () => this.#push([]),
    EMPTY_DICT: () => this.#push(new Map()),
    EMPTY_SET: () => this.#push(new Set()),
    TUPLE: () => this.#push(this.#popMark()),
    LIST: () => this.#push(this.#popMark()),
    TUPLE1: () => this.#push(this.#popMany(1)),
    TUPLE2: () => this.#push(this.#popMany(2)),
    TUPLE3: () => this.#push(this.#popMany(3)),
    DICT: () => this.#push(new Map(this.#pairs(this.#popMark()))),
    FROZENSET: () => this.#push(new Set(this.#popMark())),
    APPEND: () => this.#extend(this.#popMany(1)),
    APPENDS: () => this.#extend(this.#popMark()),
    SETITEM: () => this.#set(this.#popMany(2)),
    SETITEMS: () => this.#set(this.#popMark()),
    ADDITEMS: () => this.#add(this.#popMark()),
    BINPUT: () => void this.#memo.set(this.#cursor.u8(), this.#top()),
    LONG_BINPUT: () => void this.#memo.set(this.#cursor.u32(), this.#top()),
    MEMOIZE: () => void this.#memo.set(this.#memo.size, this.#top()),
    BINGET: () => this.#recall(this.#cursor.u8()),
    LONG_BINGET: () => this.#recall(this.#cursor.u32()),
    GLOBAL: () => this.#global(this.#line(), this.#line()),
    STACK_GLOBAL: () => {
      const [module, name] = this.#popMany(2);
      if (typeof module !== "string" || typeof name !== "string") this.#fail("names a class by what is no text");
      this.#global(module, name);
    },
    BINPERSID: () => this.#persistent(this.#pop()),
    REDUCE: () => this.#call(),
    NEWOBJ: () => this.#call(),
    BUILD: () => this.#build(this.#pop()),
  };

  #push(value: PickleValue): void {
    this.#stack.push(value);
  }

  #pop(): PickleValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) this.#fail("takes more from its stack than there is");
    return this.#stack.pop()!;
  }

  #top(): PickleValue {
    const value = this.#pop();
    this.#push(value);
    return value;
  }

  #popMany(count: number): PickleValue[] {
    if (this.#stack.length - count < (this.#marks.at(-1) ?? 0)) this.#fail("takes more from its stack than there is");
    return this.#stack.splice(this.#stack.length - count);
  }

  #popMark(): PickleValue[] {
    const mark = this.#marks.pop() ?? this.#fail("ends a list that did not begin");
    return this.#stack.splice(mark);
  }

  #extend(items: readonly PickleValue[]): void {
    const list = this.#top();
    if (!Array.isArray(list)) this.#fail("appends to what is no list");
    for (const item of items) list.push(item);
  }

  #set(items: readonly PickleValue[]): void {
    const dictionary = this.#top();
    if (!(dictionary instanceof Map)) this.#fail("sets items of what is no dictionary");
    for (const [key, value] of this.#pairs(items)) dictionary.set(key, value);
  }

  #add(items: readonly PickleValue[]): void {
    const set = this.#top();
    if (!(set instanceof Set)) this.#fail("adds to what is no set");
    for (const item of items) set.add(item);
  }

  #pairs(items: readonly PickleValue[]): [PickleValue, PickleValue][] {
    if (items.length % 2 !== 0) this.#fail("has a key without a value");
    return Array.from({ length: items.length / 2 }, (_, i) => [items[2 * i]!, items[2 * i + 1]!]);
  }

  #recall(index: number): void {
    const value = this.#memo.get(index);
    this.#push(value === undefined ? this.#fail(`recalls its item ${index}, which it never kept`) : value);
  }

  /** Little-endian, two's complement. */
  #whole(length: number): number | bigint {
    if (length > longestWhole) this.#fail(`has a whole number of ${length} bytes`);
    let value = 0n;
    for (const [i, byte] of this.#cursor.bytes(length).entries()) value |= BigInt(byte) << BigInt(8 * i);
    value = BigInt.asIntN(8 * length, value);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  /** Up to a line's end. */
  #line(): string {
    const { file, at } = this.#cursor;
    const end = file.bytes.subarray(at, Math.min(this.#cursor.end, at + longestName)).indexOf(10);
    if (end < 0) this.#fail("names a class without an end");
    const line = this.#cursor.text(end);
    this.#cursor.advance(1);
    return line;
  }

  #global(module: string, name: string): void {
    const value = this.#host.global(module, name);
    if (value === undefined)
      this.#fail(`asks for ${module}.${name}, which is no tensor and could run code: it was not run`, this.#host.advice);
    this.#push(value);
  }

  #persistent(id: PickleValue): void {
    this.#push(
      this.#host.persistent(id) ?? this.#fail("asks for something outside that is no storage of numbers", this.#host.advice),
    );
  }

  #call(): void {
    const [callee, args] = this.#popMany(2);
    if (!(callee instanceof PickleFunction)) this.#fail("calls what is no function", this.#host.advice);
    this.#handed += Array.isArray(args) ? args.reduce<number>((sum, arg) => sum + itemsIn(arg), 0) : 0;
    if (this.#handed > this.#cursor.file.length) this.#fail("copies one list again and again");
    const made = Array.isArray(args) ? callee.call(args) : undefined;
    this.#push(made === undefined ? this.#fail(`calls ${callee.name} with what it does not take`) : made);
  }

  /** Attributes of a dictionary, such as the versions in PyTorch's state dicts, are passed over. */
  #build(state: PickleValue): void {
    const object = this.#top();
    if (object instanceof Map && state instanceof Map) return;
    if (!(object instanceof PickleObject) || !object.build(state))
      this.#fail("gives a state to what has none", this.#host.advice);
  }

  #fail(problem: string, advice?: string): never {
    this.#cursor.fail(problem, advice);
  }
}

const itemsIn = (value: PickleValue): number =>
  Array.isArray(value) ? value.length : value instanceof Map || value instanceof Set ? value.size : 0;

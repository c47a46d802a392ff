import { arenaBytes, type Precision } from "./arena.ts";
import { Block } from "./block.ts";
import type { ParameterInfo } from "./parameterInfo.ts";

/** A parameter's value and, in a model that trains, its gradient. */
export interface ParameterBlock {
  readonly info: ParameterInfo;
  readonly value: Block;
  readonly gradient: Block | null;
  /** What all its elements begin at, where that is no initializer's choice, such as 1 for a scale; null where it is. */
  readonly initialValue: number | null;
}

/** A contiguous stretch of the arena that holds all blocks of one sort. */
export interface Section {
  readonly offset: number;
  readonly size: number;
}

/** Every block begins at a multiple of so many elements within its section, for the sake of SIMD loads and cache lines. Parameters are dense. */
const alignment = 8;

const padded = (size: number): number => Math.ceil(size / alignment) * alignment;

/**
 * Layers own no memory: they tell the ledger what they need, and it lays everything out in one arena:
 * values | gradients | optimizer slots | backups of values and slots | inputs | activations | flow.
 *
 * - *inputs* are what a pass is given: features, targets, the initial state;
 * - *activations* outlive the forward pass, because the backward pass (and the trace) reads them;
 * - *flow* is the loss's gradient with respect to outputs and states: zeroed in one go before each backward pass, which adds to it.
 *
 * Neither of the last two needs to be clean when a pass begins.
 */
export class Ledger {
  readonly training: boolean;
  readonly slotCount: number;
  readonly parameters: ParameterBlock[] = [];
  /** What a model writes into its arena once, when it is made. */
  readonly constants: { readonly block: Block; readonly values: readonly number[] }[] = [];
  readonly #inputs: Block[] = [];
  readonly #activations: Block[] = [];
  readonly #flow: Block[] = [];
  readonly #ints: Block[] = [];

  /** @param slotCount arrays of the optimizer as long as the values; none without training. */
  constructor(training: boolean, slotCount: number) {
    this.training = training;
    this.slotCount = training ? slotCount : 0;
  }

  parameter(info: ParameterInfo, initialValue: number | null = null): ParameterBlock {
    const shape = [info.rows, info.columns];
    const gradient = this.training ? new Block(info.path, shape) : null;
    const block = { info, value: new Block(info.path, shape), gradient, initialValue };
    this.parameters.push(block);
    return block;
  }

  input(name: string, shape: readonly number[]): Block {
    return note(this.#inputs, new Block(name, shape));
  }

  /** Numbers that stay. */
  constant(name: string, values: readonly number[]): Block {
    const block = this.input(name, [values.length]);
    this.constants.push({ block, values });
    return block;
  }

  activation(name: string, shape: readonly number[]): Block {
    return note(this.#activations, new Block(name, shape));
  }

  /** What only a backward pass writes and is not zeroed before it: it must overwrite. Null without training. */
  gradientActivation(name: string, shape: readonly number[]): Block | null {
    return this.training ? this.activation(name, shape) : null;
  }

  /** Null without training. */
  flow(name: string, shape: readonly number[]): Block | null {
    return this.training ? note(this.#flow, new Block(name, shape)) : null;
  }

  /** Of the Int32 twin. */
  ids(name: string, shape: readonly number[]): Block {
    return note(this.#ints, new Block(name, shape));
  }

  layOut(): Layout {
    let end = 0;
    const section = (size: number): Section => {
      const offset = end;
      end += padded(size);
      return { offset, size };
    };
    const parameterCount = this.parameters.reduce((sum, { value }) => sum + value.size, 0);
    const copies = this.training ? 1 + this.slotCount : 0;
    const values = section(parameterCount);
    const gradients = section(this.training ? parameterCount : 0);
    const slots = Array.from({ length: this.slotCount }, () => section(parameterCount));
    const backups = Array.from({ length: copies }, () => section(parameterCount));
    const inputs = section(stack(this.#inputs, 0));
    const activations = section(stack(this.#activations, 0));
    const flow = section(stack(this.#flow, 0));
    stack(this.#inputs, inputs.offset);
    stack(this.#activations, activations.offset);
    stack(this.#flow, flow.offset);
    this.#placeParameters(values.offset, gradients.offset);
    return { values, gradients, slots, backups, inputs, activations, flow, floatCount: end, intCount: stack(this.#ints, 0) };
  }

  #placeParameters(valueOffset: number, gradientOffset: number): void {
    let local = 0;
    for (const { value, gradient } of this.parameters) {
      value.place(valueOffset + local);
      gradient?.place(gradientOffset + local);
      local += value.size;
    }
  }
}

export interface Layout {
  readonly values: Section;
  readonly gradients: Section;
  readonly slots: readonly Section[];
  /** Room for the values and each slot as they were before the last update. */
  readonly backups: readonly Section[];
  readonly inputs: Section;
  readonly activations: Section;
  readonly flow: Section;
  readonly floatCount: number;
  readonly intCount: number;
}

export function layoutBytes(layout: Layout, precision: Precision): number {
  return arenaBytes(layout.floatCount, layout.intCount, precision);
}

function note(list: Block[], block: Block): Block {
  list.push(block);
  return block;
}

/** Places the blocks one after another from `offset` on, and tells where they end. */
function stack(blocks: readonly Block[], offset: number): number {
  let end = offset;
  for (const block of blocks) {
    block.place(end);
    end += padded(block.size);
  }
  return end;
}

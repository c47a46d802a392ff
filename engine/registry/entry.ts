import type { Cell } from "../cells/cell.ts";
import type { Initializer } from "../initializers/initializers.ts";
import type { Scope, SequenceLayer, Source } from "../layers/layer.ts";
import type { NetworkSpec } from "../layers/networkSpec.ts";
import type { LossPlace } from "../losses/formulas.ts";
import type { Loss } from "../losses/loss.ts";
import type { Link, Optimizer, RateOfStep } from "../optimizers/optimizer.ts";
import type { Task } from "../tasks/task.ts";
import type { Tokenizer } from "../text/tokenizers/tokenizer.ts";
import type { Built, Schema } from "./options.ts";

/** What each kind of entry makes. */
export interface Products {
  readonly cell: Cell;
  readonly layer: SequenceLayer;
  readonly wrapper: SequenceLayer;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** What comes before an optimizer in a chain. */
  readonly clipping: Link;
  readonly schedule: RateOfStep;
  readonly initializer: Initializer;
  readonly tokenizer: Tokenizer;
  readonly task: Task;
}

export type Kind = keyof Products;

/** A network's specification names one of these, so they share their names. */
export const networkKinds = ["cell", "layer", "wrapper"] as const satisfies readonly Kind[];

/** Where a cell or a layer is built: its memory is declared to the scope's ledger, it reads the source. */
export interface Place {
  readonly scope: Scope;
  readonly source: Source;
}

/** A wrapper builds what it wraps with `build`, in scopes of its own making. */
export interface WrapperPlace extends Place {
  build(spec: NetworkSpec, scope: Scope, source: Source): SequenceLayer;
}

interface Places {
  readonly cell: Place;
  readonly layer: Place;
  readonly wrapper: WrapperPlace;
  readonly loss: LossPlace;
}

export type PlaceOf<K extends Kind> = K extends keyof Places ? Places[K] : null;

/** Something that can be asked for by name. Whoever adds a cell or an optimizer makes one of these with {@link entry}. */
export interface Entry<K extends Kind = Kind> {
  readonly kind: K;
  /** As it stands in a configuration. */
  readonly name: string;
  /** One line for a person who chooses. */
  readonly summary: string;
  readonly options: Schema;
  /** The option that may stand in place of all: with `layers`, `{ "stacked": […] }` is `{ "stacked": { "layers": […] } }`. */
  readonly alone?: string;
  /** @param options checked against the schema, their rates built. */
  build(options: Readonly<Record<string, unknown>>, place: PlaceOf<K>): Products[K];
}

/** Something that can be asked for by name among several kinds. */
export type EntryOf<K extends Kind> = { [E in K]: Entry<E> }[K];

/** An entry whose `build` knows its options by their types. */
export function entry<K extends Kind, S extends Schema>(typed: {
  readonly kind: K;
  readonly name: string;
  readonly summary: string;
  readonly options: S;
  readonly alone?: keyof S & string;
  build(options: Built<S>, place: PlaceOf<K>): Products[K];
}): Entry<K> {
  return { ...typed, build: (options, place) => typed.build(options as Built<S>, place) };
}

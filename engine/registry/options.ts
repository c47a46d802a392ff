import type { NamedSpec, NetworkSpec } from "../layers/networkSpec.ts";
import type { RateOfStep, Schedule } from "../optimizers/optimizer.ts";
import type { Kind } from "./entry.ts";

/** What stands where an option is left out: undefined if it must be given, null if nothing does. */
type Fallback<T> = T | null | undefined;

/** What every option may say of itself. */
interface Said {
  /** One sentence for a person who chooses. */
  readonly summary?: string;
}

export interface NumberOption<F extends Fallback<number> = Fallback<number>> extends Said {
  readonly type: "number";
  readonly minimum: number;
  readonly maximum: number;
  /** Whether the maximum itself is too large. */
  readonly exclusive?: boolean;
  readonly integer: boolean;
  readonly fallback: F;
}

export interface FlagOption<F extends Fallback<boolean> = Fallback<boolean>> extends Said {
  readonly type: "flag";
  readonly fallback: F;
}

export interface ChoiceOption<T extends string = string, F extends Fallback<T> = Fallback<T>> extends Said {
  readonly type: "choice";
  readonly choices: readonly T[];
  /** A sentence for each choice that needs one. */
  readonly meanings?: { readonly [K in T]?: string };
  readonly fallback: F;
}

export interface TextOption<F extends Fallback<string> = Fallback<string>> extends Said {
  readonly type: "text";
  readonly fallback: F;
}

/** A learning rate, as {@link RateSpec}. */
export interface RateOption<F extends null | undefined = null | undefined> extends Said {
  readonly type: "rate";
  readonly fallback: F;
}

/** One number for all steps, one for each, a schedule by its name (`{ "cosine": { "rate": 0.1, "over": 500 } }`), or a function of the step, counted from 1. */
export type RateSpec = number | readonly number[] | NamedSpec | RateOfStep;

export interface NetworkOption<F extends Fallback<NetworkSpec> = Fallback<NetworkSpec>> extends Said {
  readonly type: "network";
  readonly fallback: F;
}

/** At least one network. */
export interface NetworksOption extends Said {
  readonly type: "networks";
  readonly fallback: undefined;
}

/** An entry of the registry by its name, with its options: `"adam"`, or `{ "adam": { "beta1": 0.8 } }`. */
export interface EntryOption<F extends Fallback<NamedSpec> = Fallback<NamedSpec>> extends Said {
  readonly type: "entry";
  readonly kind: Kind;
  /** Options of the entries that are said elsewhere, and refused here. */
  readonly elsewhere?: readonly string[];
  readonly fallback: F;
}

/** Options within an option. Left out it is as an empty one, or null where that is its fallback. */
export interface GroupOption<S extends Schema = Schema, F extends null | undefined = null | undefined> extends Said {
  readonly type: "group";
  readonly options: S;
  readonly fallback: F;
}

/** Any number of the like. */
export interface ListOption<
  O extends Item = Item,
  F extends readonly never[] | null | undefined = readonly never[] | null | undefined,
> extends Said {
  readonly type: "list";
  readonly item: O;
  readonly fallback: F;
}

/** Any number of the like, each by a name that the person chooses, such as a weight's path. */
export interface MapOption<O extends Item = Item, F extends null | undefined = null | undefined> extends Said {
  readonly type: "map";
  readonly item: O;
  readonly fallback: F;
}

// An interface, so that lists of lists can refer to themselves.
export type Item = Option;

export type Option =
  | NumberOption
  | FlagOption
  | ChoiceOption
  | TextOption
  | RateOption
  | NetworkOption
  | NetworksOption
  | EntryOption
  | GroupOption
  | ListOption
  | MapOption;

/** Options by their names: plain data, from which follow their check, a type, a JSON schema and a form. */
export interface Schema {
  readonly [name: string]: Option;
}

type Type<O extends Option> = O extends NumberOption
  ? number
  : O extends FlagOption
    ? boolean
    : O extends ChoiceOption<infer T>
      ? T
      : O extends TextOption
        ? string
        : O extends RateOption
          ? RateSpec
          : O extends NetworkOption
            ? NetworkSpec
            : O extends NetworksOption
              ? readonly NetworkSpec[]
              : O extends EntryOption
                ? NamedSpec
                : O extends GroupOption<infer S>
                  ? Checked<S>
                  : O extends ListOption<infer I>
                    ? readonly Type<I>[]
                    : O extends MapOption<infer I>
                      ? { readonly [name: string]: Type<I> }
                      : never;

/** Options after {@link checkOptions}: all there, null for what may be left out and was. */
export type Checked<S extends Schema> = {
  readonly [K in keyof S]: null extends S[K]["fallback"] ? Type<S[K]> | null : Type<S[K]>;
};

/** Options as an entry of the registry is built from: rates are numbers or functions of the step. */
export type Built<S extends Schema> = {
  readonly [K in keyof S]: S[K] extends RateOption ? BuiltRate<S[K]> : Checked<S>[K];
};

type BuiltRate<O extends RateOption> = null extends O["fallback"] ? Schedule | null : Schedule;

type Required<S extends Schema> = { [K in keyof S]: undefined extends S[K]["fallback"] ? K : never }[keyof S];

/** Options as they are asked for. */
export type Given<S extends Schema> = { readonly [K in Required<S>]: Type<S[K]> } & {
  readonly [K in Exclude<keyof S, Required<S>>]?: Type<S[K]>;
};

/** A whole number from 1 on that must be given, such as a number of units. */
export const count = (maximum: number = Number.MAX_SAFE_INTEGER): NumberOption<undefined> => ({
  type: "number",
  minimum: 1,
  maximum,
  integer: true,
  fallback: undefined,
});

/** @param fallback null for an option that may be left out. */
export const number = <const F extends Fallback<number>>(minimum: number, maximum: number, fallback: F): NumberOption<F> => ({
  type: "number",
  minimum,
  maximum,
  integer: false,
  fallback,
});

/** A number above 0. */
export const positive = <const F extends Fallback<number>>(fallback: F): NumberOption<F> =>
  number(Number.MIN_VALUE, Number.MAX_VALUE, fallback);

/** A number from 0 to below 1: how much of something is kept from step to step. */
export const fraction = <const F extends Fallback<number>>(fallback: F): NumberOption<F> => ({
  ...number(0, 1, fallback),
  exclusive: true,
});

/** A whole number. */
export const whole = <const F extends Fallback<number>>(minimum: number, maximum: number, fallback: F): NumberOption<F> => ({
  ...number(minimum, maximum, fallback),
  integer: true,
});

/** A whole number from 1 on that may be left out. */
export const optionalCount = (): NumberOption<null> => ({ ...count(), fallback: null });

export const flag = <const F extends Fallback<boolean>>(fallback: F): FlagOption<F> => ({ type: "flag", fallback });

export const choice = <const T extends string, F extends Fallback<T>>(
  choices: readonly T[],
  fallback: F,
): ChoiceOption<T, F> => ({ type: "choice", choices, fallback });

export const text = <const F extends Fallback<string>>(fallback: F): TextOption<F> => ({ type: "text", fallback });
export const rate = (): RateOption<undefined> => ({ type: "rate", fallback: undefined });
export const optionalRate = (): RateOption<null> => ({ type: "rate", fallback: null });
export const oneNetwork = (): NetworkOption<undefined> => ({ type: "network", fallback: undefined });
export const optionalNetwork = (): NetworkOption<null> => ({ type: "network", fallback: null });
export const networks = (): NetworksOption => ({ type: "networks", fallback: undefined });

export const named = <const F extends Fallback<NamedSpec>>(
  kind: Kind,
  fallback: F,
  elsewhere: readonly string[] = [],
): EntryOption<F> => ({ type: "entry", kind, elsewhere, fallback });

export const group = <S extends Schema>(options: S): GroupOption<S, undefined> => ({
  type: "group",
  options,
  fallback: undefined,
});
export const optionalGroup = <S extends Schema>(options: S): GroupOption<S, null> => ({ type: "group", options, fallback: null });
export const list = <O extends Item>(item: O): ListOption<O, readonly never[]> => ({ type: "list", item, fallback: [] });
export const optionalMap = <O extends Item>(item: O): MapOption<O, null> => ({ type: "map", item, fallback: null });

/** The option with a sentence for a person who chooses. */
export const said = <O extends Option>(option: O, summary: string): O => ({ ...option, summary });

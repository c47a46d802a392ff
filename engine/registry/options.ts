import { EngineError } from "../errors/errors.ts";
import { isNamed, type NetworkSpec } from "../layers/networkSpec.ts";

/** What stands where an option is left out: undefined if it must be given, null if nothing does. */
type Fallback<T> = T | null | undefined;

export interface NumberOption<F extends Fallback<number> = Fallback<number>> {
  readonly type: "number";
  readonly minimum: number;
  readonly maximum: number;
  readonly integer: boolean;
  readonly fallback: F;
}

export interface FlagOption<F extends Fallback<boolean> = Fallback<boolean>> {
  readonly type: "flag";
  readonly fallback: F;
}

export interface ChoiceOption<T extends string = string, F extends Fallback<T> = Fallback<T>> {
  readonly type: "choice";
  readonly choices: readonly T[];
  readonly fallback: F;
}

/** A number that stays, or a function of the step (counted from 1). */
export interface RateOption {
  readonly type: "rate";
  readonly fallback: undefined;
}

export interface NetworkOption<F extends Fallback<NetworkSpec> = Fallback<NetworkSpec>> {
  readonly type: "network";
  readonly fallback: F;
}

/** At least one network. */
export interface NetworksOption {
  readonly type: "networks";
  readonly fallback: undefined;
}

export type Option = NumberOption | FlagOption | ChoiceOption | RateOption | NetworkOption | NetworksOption;

/** The options of an entry of the registry by their names: plain data, so that a form can be made of it. */
export type Schema = Readonly<Record<string, Option>>;

type Type<O extends Option> = O extends NumberOption
  ? number
  : O extends FlagOption
    ? boolean
    : O extends ChoiceOption<infer T>
      ? T
      : O extends RateOption
        ? number | ((step: number) => number)
        : O extends NetworkOption
          ? NetworkSpec
          : readonly NetworkSpec[];

/** Options after {@link checkOptions}: all there, null for what may be left out and was. */
export type Checked<S extends Schema> = {
  readonly [K in keyof S]: null extends S[K]["fallback"] ? Type<S[K]> | null : Type<S[K]>;
};

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

/** A whole number from 1 on that may be left out. */
export const optionalCount = (): NumberOption<null> => ({ ...count(), fallback: null });

export const flag = <const F extends Fallback<boolean>>(fallback: F): FlagOption<F> => ({ type: "flag", fallback });

export const choice = <const T extends string, F extends Fallback<T>>(
  choices: readonly T[],
  fallback: F,
): ChoiceOption<T, F> => ({ type: "choice", choices, fallback });

export const rate = (): RateOption => ({ type: "rate", fallback: undefined });
export const oneNetwork = (): NetworkOption<undefined> => ({ type: "network", fallback: undefined });
export const optionalNetwork = (): NetworkOption<null> => ({ type: "network", fallback: null });
export const networks = (): NetworksOption => ({ type: "networks", fallback: undefined });

/**
 * @param owner who has the options, such as `lstm of forward/0/`: the error begins with it.
 * @throws EngineError `badConfiguration` naming every option that is unknown, missing or out of its limits.
 */
export function checkOptions<S extends Schema>(schema: S, given: Readonly<Record<string, unknown>>, owner: string): Checked<S> {
  const checked: Record<string, unknown> = {};
  const problems = Object.keys(given)
    .filter((name) => given[name] !== undefined && !Object.hasOwn(schema, name))
    .map((name) => `"${name}" is not among its options: ${Object.keys(schema).join(", ") || "it has none"}`);
  for (const [name, option] of Object.entries(schema)) {
    const value = given[name] ?? option.fallback;
    checked[name] = value;
    const problem = value === null ? null : problemOf(option, value);
    if (problem !== null)
      problems.push(`${name} ${value === undefined ? "is missing" : `is ${told(value)}`}, must be ${problem}`);
  }
  if (problems.length === 0) return checked as Checked<S>;
  throw new EngineError("badConfiguration", `${owner}: ${problems.join("; ")}.`, "Change it and build again.");
}

/** What the value had to be; null if it is that. */
function problemOf(option: Option, value: unknown): string | null {
  switch (option.type) {
    case "number":
      return isWithin(option, value) ? null : limitsOf(option);
    case "flag":
      return typeof value === "boolean" ? null : "true or false";
    case "choice":
      return option.choices.includes(value as string) ? null : `one of ${option.choices.join(", ")}`;
    case "rate":
      return typeof value === "function" || (Number.isFinite(value) && (value as number) >= 0)
        ? null
        : "a number from 0 on, or a function of the step";
    case "network":
      return isNamed(value) ? null : "a network";
    case "networks":
      return Array.isArray(value) && value.length > 0 && value.every(isNamed) ? null : "a list of at least one network";
    default:
      return option satisfies never;
  }
}

const isWithin = ({ minimum, maximum, integer }: NumberOption, value: unknown): boolean =>
  typeof value === "number" && value >= minimum && value <= maximum && (!integer || Number.isInteger(value));

function limitsOf({ minimum, maximum, integer }: NumberOption): string {
  const kind = integer ? "a whole number" : "a number";
  if (maximum >= Number.MAX_SAFE_INTEGER) return minimum === -maximum ? kind : `${kind} from ${minimum} on`;
  return `${kind} from ${minimum} to ${maximum}`;
}

function told(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === "object" ? "an object" : String(value);
}

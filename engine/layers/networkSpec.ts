/**
 * Something of the registry as plain data: its name and its options, such as `{ "lstm": { "hiddenSize": 20 } }`, `{ "stacked": […] }`, or
 * the name alone where no option has to be given. Networks nest: this is the tree of parity cases, recipes and saved models.
 */
export type NamedSpec = string | Readonly<Record<string, unknown>>;

/** A network as plain data: a cell, a layer or a wrapper. */
export type NetworkSpec = Readonly<Record<string, unknown>>;

/** Whether something has the form of a specification, whatever its name means. */
export const isNamed = (spec: unknown): spec is NamedSpec =>
  typeof spec === "string" || (isRecord(spec) && Object.keys(spec).length === 1);

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The part of JSON Schema (draft 7) that a form can be made of. What is not among it is edited as JSON text. */
export interface JsonSchema {
  /** Into the same document: `#/definitions/network`. */
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  /** VS Code's own: a sentence for each of `enum`. */
  readonly enumDescriptions?: readonly string[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly maxProperties?: number;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  /** Of one: a reference that has something beside it. */
  readonly allOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** What every field says of itself. */
export interface Said {
  readonly title: string;
  readonly description: string;
  /** What stands where nothing is said; undefined where the schema does not tell. */
  readonly fallback: unknown;
  /** Whether it may be null, for "none". */
  readonly nullable: boolean;
  /** The schema that it was made of: two fields of one definition have the same. */
  readonly source: JsonSchema;
}

export interface NumberField extends Said {
  readonly kind: "number";
  readonly integer: boolean;
  readonly minimum: number;
  readonly maximum: number;
  /** Whether the limits themselves are too small or too large. */
  readonly above: boolean;
  readonly below: boolean;
  readonly example: number | null;
}
export interface FlagField extends Said {
  readonly kind: "flag";
}
export interface TextField extends Said {
  readonly kind: "text";
}
export interface ChoiceField extends Said {
  readonly kind: "choice";
  readonly choices: readonly { readonly value: string; readonly description: string }[];
}
export interface GroupField extends Said {
  readonly kind: "group";
  readonly entries: readonly { readonly name: string; readonly required: boolean; field(): Field }[];
}
export interface ListField extends Said {
  readonly kind: "list";
  readonly least: number;
  item(): Field;
}
/** One of several things by its name, with its options: `{ "lstm": { "hiddenSize": 20 } }`, or the name alone. */
export interface NamedField extends Said {
  readonly kind: "named";
  readonly options: readonly NamedOption[];
}
export interface NamedOption {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Whether the name alone may stand for it. */
  readonly alone: boolean;
  /** Null where it has no options. */
  readonly body: (() => Field) | null;
}
/** One of several forms that have no names. */
export interface AlternativesField extends Said {
  readonly kind: "alternatives";
  readonly alternatives: readonly Field[];
}
export interface RawField extends Said {
  readonly kind: "raw";
}

export type Field =
  | NumberField
  | FlagField
  | TextField
  | ChoiceField
  | GroupField
  | ListField
  | NamedField
  | AlternativesField
  | RawField;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

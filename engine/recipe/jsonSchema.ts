import { type Entry, type Kind, networkKinds } from "../registry/entry.ts";
import type { ChoiceOption, EntryOption, NumberOption, Option, Schema } from "../registry/options.ts";
import type { Registry } from "../registry/registry.ts";
import { recipeOptions } from "./options.ts";

/** A JSON schema of draft 7, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What an editor completes and checks recipes by while they are typed: it accepts what `checkRecipe` accepts, but for the bounds of depth and
 * length that protect a machine. Each kind of entry is one definition, so that networks nest without an end.
 */
export function recipeSchema(registry: Registry): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const root = new SchemaWriter(registry, definitions).group(recipeOptions);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Recipe of a recurrent network",
    description:
      "What is read, what is to be learned of it, by which network, and how. What is left out is chosen to suit the text.",
    ...root,
    definitions: Object.fromEntries(definitions),
  };
}

const nothing: JsonSchema = { type: "null" };

class SchemaWriter {
  readonly #registry: Registry;
  readonly #definitions: Map<string, JsonSchema>;

  constructor(registry: Registry, definitions: Map<string, JsonSchema>) {
    this.#registry = registry;
    this.#definitions = definitions;
  }

  group(options: Schema): JsonSchema {
    const required = Object.keys(options).filter((name) => mustBeGiven(options[name]!));
    return {
      type: "object",
      properties: Object.fromEntries(Object.entries(options).map(([name, option]) => [name, this.#option(option)])),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    };
  }

  /** With its sentence, what stands where it is left out, and null where that says the same as leaving it out. */
  #option(option: Option): JsonSchema {
    const value = this.#value(option);
    return {
      ...(option.summary !== undefined && { description: option.summary }),
      ...(mustBeGiven(option) ? value : orNull(value)),
      ...(isTold(option.fallback) && { default: option.fallback }),
      // A group that is left out is an empty one, unless it says so.
      ...(option.type === "group" && option.fallback === null && { default: null }),
    };
  }

  #value(option: Option): JsonSchema {
    switch (option.type) {
      case "number":
        return numberSchema(option);
      case "flag":
        return { type: "boolean" };
      case "choice":
        return choiceSchema(option);
      case "text":
        return { type: "string" };
      case "rate":
        return this.#rate();
      case "network":
        return this.#named(networkKinds);
      case "networks":
        return { type: "array", minItems: 1, items: this.#named(networkKinds) };
      case "entry":
        return this.#named([option.kind], option);
      case "group":
        return this.group(option.options);
      case "list":
        return { type: "array", items: this.#option(option.item) };
      case "map":
        return { type: "object", additionalProperties: this.#option(option.item) };
      default:
        return option satisfies never;
    }
  }

  #rate(): JsonSchema {
    const one = { type: "number", minimum: 0, maximum: Number.MAX_VALUE };
    return { anyOf: [one, { type: "array", minItems: 1, items: one }, this.#named(["schedule"], { onlyObjects: true })] };
  }

  /** A reference, for an entry's options may name entries of its own kind. */
  #named(kinds: readonly Kind[], { elsewhere = [], onlyObjects = false }: Naming = {}): JsonSchema {
    const kind = kinds.length > 1 ? "network" : kinds[0]!;
    const name = [kind, ...elsewhere.map((option) => `without-${option}`), ...(onlyObjects ? ["object"] : [])].join("-");
    if (!this.#definitions.has(name)) {
      // First its place: what is within it refers to it.
      this.#definitions.set(name, {});
      this.#definitions.set(name, this.#names(kinds, elsewhere, onlyObjects));
    }
    return { allOf: [{ $ref: `#/definitions/${name}` }] };
  }

  /** An object with one of the names for its only key, or the name alone where no option must be given. */
  #names(kinds: readonly Kind[], elsewhere: readonly string[], onlyObjects: boolean): JsonSchema {
    const entries = this.#registry.names(...kinds).map((name) => this.#registry.among(kinds, name) as Entry);
    const object: JsonSchema = {
      type: "object",
      properties: Object.fromEntries(entries.map((entry) => [entry.name, this.#body(entry, elsewhere)])),
      minProperties: 1,
      maxProperties: 1,
      additionalProperties: false,
    };
    const alone = entries.filter(({ options }) => !Object.values(without(options, elsewhere)).some(mustBeGiven));
    if (onlyObjects || alone.length === 0) return object;
    const enumDescriptions = alone.map(({ summary }) => `${summary}.`);
    return { anyOf: [object, { type: "string", enum: alone.map(({ name }) => name), enumDescriptions }] };
  }

  #body({ summary, options, alone }: Entry, elsewhere: readonly string[]): JsonSchema {
    const body = this.group(without(options, elsewhere));
    const description = `${summary}.`;
    if (alone === undefined) return { description, ...body };
    return { description, anyOf: [body, this.#value(options[alone]!)] };
  }
}

interface Naming extends Pick<Partial<EntryOption>, "elsewhere"> {
  /** Whether the name alone does not do. */
  readonly onlyObjects?: boolean;
}

const without = (options: Schema, elsewhere: readonly string[]): Schema =>
  Object.fromEntries(Object.entries(options).filter(([name]) => !elsewhere.includes(name)));

/** A group that is left out is an empty one. */
const mustBeGiven = (option: Option): boolean =>
  option.fallback === undefined && (option.type !== "group" || Object.values(option.options).some(mustBeGiven));

const isTold = (fallback: unknown): boolean => fallback !== undefined && fallback !== null;

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema;
  if (values === undefined && typeof type === "string") return { ...schema, type: [type, "null"] };
  if (Array.isArray(values)) return { ...schema, type: [type, "null"], enum: [...values, null] };
  return { anyOf: [schema, nothing] };
}

function numberSchema({ minimum, maximum, exclusive, integer }: NumberOption): JsonSchema {
  return {
    type: integer ? "integer" : "number",
    ...(minimum === Number.MIN_VALUE ? { exclusiveMinimum: 0 } : { minimum }),
    ...(exclusive ? { exclusiveMaximum: maximum } : { maximum }),
  };
}

function choiceSchema({ choices, meanings = {} }: ChoiceOption): JsonSchema {
  const told: Readonly<Record<string, string | undefined>> = meanings;
  const enumDescriptions = choices.map((choice) => told[choice] ?? "");
  return { type: "string", enum: choices, ...(enumDescriptions.some(Boolean) && { enumDescriptions }) };
}

import { kindLabel } from "../../shared/kinds.ts";
import { type Field, isRecord, type JsonSchema, type NamedOption, type Said } from "./schema.ts";

/** Makes fields of a schema; what a field holds is made when it is asked for, because networks hold networks. */
export class Fields {
  readonly #root: JsonSchema;
  readonly #made = new Map<JsonSchema, Map<string, Field>>();

  constructor(root: JsonSchema) {
    this.#root = root;
  }

  get root(): Field {
    return this.of(this.#root, "");
  }

  /** @param name of the property that holds it, which is its title where it has none */
  of(schema: JsonSchema, name: string): Field {
    const known = this.#made.get(schema)?.get(name);
    if (known !== undefined) return known;
    const field = this.#make(schema, name);
    this.#made.set(schema, (this.#made.get(schema) ?? new Map()).set(name, field));
    return field;
  }

  /** What a reference leads to. */
  #resolve(schema: JsonSchema): JsonSchema {
    if (schema.$ref === undefined) return schema.allOf?.length === 1 ? this.#resolve(schema.allOf[0]!) : schema;
    const steps = schema.$ref.replace(/^#\/?/, "").split("/").filter(Boolean).map(unescaped);
    const found = steps.reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), this.#root);
    return isRecord(found) ? this.#resolve(found as JsonSchema) : {};
  }

  #make(given: JsonSchema, name: string): Field {
    const schema = this.#resolve(given);
    const all = this.#alternativesOf(schema);
    const real = all.filter((each) => !isNull(each));
    const types = [schema.type ?? []].flat();
    const said = {
      // What a definition is called says less than what it is here.
      title: given.title ?? (name === "" ? (schema.title ?? "") : kindLabel(name)),
      description: given.description ?? schema.description ?? "",
      fallback: given.default ?? schema.default,
      nullable: real.length < all.length || types.includes("null") || (schema.enum?.includes(null) ?? false),
      source: schema,
    };
    if (real.length === 1 && real[0] !== schema) {
      const only = this.of(real[0]!, name);
      const description = said.description || only.description;
      return {
        ...only,
        ...said,
        description,
        fallback: said.fallback === undefined ? only.fallback : said.fallback,
        source: only.source,
      };
    }
    return real.length > 1 ? this.#oneOf(real, said) : this.#plain(schema, types, said);
  }

  /** Nested choices are one choice, unless they have a name of their own. */
  #alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
    const given = schema.oneOf ?? schema.anyOf;
    if (given === undefined) return [schema];
    return given.flatMap((each) => {
      const resolved = this.#resolve(each);
      return resolved === each && resolved.title === undefined ? this.#alternativesOf(resolved) : [resolved];
    });
  }

  #oneOf(real: readonly JsonSchema[], said: Said): Field {
    const texts = real.flatMap(textsIn);
    const single = this.#namesAmong(real);
    const others = real.filter((each) => !single.includes(each) && textsIn(each).length === 0);
    const named: Field[] = [];
    if (single.length > 0) named.push({ ...said, kind: "named", options: this.#namedOptions(single, texts) });
    else if (texts.length > 0) named.push({ ...said, kind: "choice", choices: texts });
    if (others.length === 0) return named[0]!;
    const alternatives = [...others.map((each) => this.of(each, "")), ...named];
    return { ...said, kind: "alternatives", alternatives };
  }

  /** An object with one key names something by it where there are several such keys, or where the name may stand alone as well. */
  #namesAmong(real: readonly JsonSchema[]): readonly JsonSchema[] {
    const texts = real.flatMap(textsIn).map(({ value }) => value);
    const single = real.filter((each) => nameIn(each) !== null);
    const names = single.length > 1 ? single : single.filter((each) => texts.includes(nameIn(each)!));
    return real.filter((each) => isBag(each) || names.includes(each));
  }

  #namedOptions(single: readonly JsonSchema[], texts: readonly { value: string; description: string }[]): NamedOption[] {
    const bodies = single.flatMap((schema) =>
      Object.entries(schema.properties ?? {}).map(([name, body]) => ({ name, schema, body })),
    );
    const names = [...new Set([...bodies.map(({ name }) => name), ...texts.map(({ value }) => value)])];
    return names.map((name) => {
      const found = bodies.find((each) => each.name === name);
      const text = texts.find(({ value }) => value === name);
      const body = found && this.#resolve(found.body);
      const description = text?.description || found?.schema.description || found?.body.description || body?.description || "";
      const empty = body === undefined || (body.type === "object" && Object.keys(body.properties ?? {}).length === 0);
      return {
        name,
        title: found?.body.title ?? kindLabel(name),
        description,
        alone: text !== undefined,
        body: found === undefined || empty ? null : () => this.of(found.body, name),
      };
    });
  }

  #plain(schema: JsonSchema, types: readonly string[], said: Said): Field {
    const type = types.find((each) => each !== "null") ?? (schema.properties ? "object" : undefined);
    const texts = textsIn(schema);
    if (texts.length > 0) return { ...said, kind: "choice", choices: texts };
    if (isBag(schema)) return { ...said, kind: "named", options: this.#namedOptions([schema], []) };
    switch (type) {
      case "integer":
      case "number":
        return { ...said, kind: "number", ...limitsOf(schema, type) };
      case "boolean":
        return { ...said, kind: "flag" };
      case "string":
        return { ...said, kind: "text" };
      case "object":
        return schema.properties === undefined ? { ...said, kind: "raw" } : this.#group(schema, said);
      case "array":
        return this.#list(schema, said);
      default:
        return { ...said, kind: "raw" };
    }
  }

  #group(schema: JsonSchema, said: Said): Field {
    const entries = Object.entries(schema.properties ?? {}).map(([name, property]) => ({
      name,
      required: schema.required?.includes(name) ?? false,
      field: () => this.of(property, name),
    }));
    return { ...said, kind: "group", entries };
  }

  /** Long lists of numbers are nothing for a form. */
  #list(schema: JsonSchema, said: Said): Field {
    const { items } = schema;
    if (!isRecord(items)) return { ...said, kind: "raw" };
    const item = (): Field => this.of(items as JsonSchema, "");
    const kind = item().kind;
    if (kind === "number" || kind === "list" || kind === "raw") return { ...said, kind: "raw" };
    return { ...said, kind: "list", least: schema.minItems ?? 0, item };
  }
}

const unescaped = (step: string): string => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");

const isNull = (schema: JsonSchema): boolean => schema.type === "null" || schema.const === null;

/** The name that such an object has for its only key. */
function nameIn({ properties, required, additionalProperties }: JsonSchema): string | null {
  const names = Object.keys(properties ?? {});
  return names.length === 1 && required?.length === 1 && additionalProperties === false ? names[0]! : null;
}

/** Many names, of which one may be said. */
const isBag = ({ properties, maxProperties }: JsonSchema): boolean => properties !== undefined && maxProperties === 1;

function textsIn(schema: JsonSchema): { value: string; description: string }[] {
  if (typeof schema.const === "string") return [{ value: schema.const, description: schema.description ?? "" }];
  const values = schema.enum ?? [];
  return values.flatMap((value, k) =>
    typeof value === "string" ? [{ value, description: schema.enumDescriptions?.[k] ?? "" }] : [],
  );
}

function limitsOf(schema: JsonSchema, type: string) {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, examples } = schema;
  const example = examples?.find((each): each is number => typeof each === "number") ?? null;
  return {
    integer: type === "integer",
    minimum: exclusiveMinimum ?? minimum ?? Number.NEGATIVE_INFINITY,
    maximum: exclusiveMaximum ?? maximum ?? Number.POSITIVE_INFINITY,
    above: exclusiveMinimum !== undefined,
    below: exclusiveMaximum !== undefined,
    example,
  };
}

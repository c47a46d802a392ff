/**
 * As much of JSON Schema's draft 7 as the recipes' schema uses; anything else in a schema is an error of the test, so that no keyword goes
 * unheeded. Written by the specification, not by the generator.
 */
type Json = Readonly<Record<string, unknown>>;

const annotations = new Set(["$schema", "title", "description", "default", "enumDescriptions", "definitions"]);

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

const types: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
  string: (value) => typeof value === "string",
  array: Array.isArray,
  object: isObject,
};

/** Keyword by keyword; each of them says nothing about values of other types than its own. */
const keywords: Readonly<Record<string, (said: never, value: unknown, schema: Json, root: Json) => boolean>> = {
  type: (said: string | string[], value) => [said].flat().some((type) => types[type]!(value)),
  enum: (said: unknown[], value) => said.includes(value),
  minimum: (said: number, value) => typeof value !== "number" || value >= said,
  maximum: (said: number, value) => typeof value !== "number" || value <= said,
  exclusiveMinimum: (said: number, value) => typeof value !== "number" || value > said,
  exclusiveMaximum: (said: number, value) => typeof value !== "number" || value < said,
  minItems: (said: number, value) => !Array.isArray(value) || value.length >= said,
  items: (said: Json, value, _schema, root) => !Array.isArray(value) || value.every((item) => isValid(said, item, root)),
  minProperties: (said: number, value) => !isObject(value) || Object.keys(value).length >= said,
  maxProperties: (said: number, value) => !isObject(value) || Object.keys(value).length <= said,
  required: (said: string[], value) => !isObject(value) || said.every((name) => Object.hasOwn(value, name)),
  properties: (said: Readonly<Record<string, Json>>, value, _schema, root) =>
    !isObject(value) ||
    Object.entries(value).every(([name, item]) => !Object.hasOwn(said, name) || isValid(said[name]!, item, root)),
  additionalProperties: (said: Json | boolean, value, { properties = {} }, root) =>
    !isObject(value) ||
    Object.entries(value).every(
      ([name, item]) => Object.hasOwn(properties as Json, name) || (typeof said === "boolean" ? said : isValid(said, item, root)),
    ),
  anyOf: (said: Json[], value, _schema, root) => said.some((schema) => isValid(schema, value, root)),
  allOf: (said: Json[], value, _schema, root) => said.every((schema) => isValid(schema, value, root)),
  $ref: (said: string, value, _schema, root) =>
    isValid((root.definitions as Readonly<Record<string, Json>>)[said.replace("#/definitions/", "")]!, value, root),
};

export function isValid(schema: Json, value: unknown, root: Json = schema): boolean {
  if (schema.$ref !== undefined && Object.keys(schema).length > 1) throw new Error("What stands beside a $ref is ignored.");
  return Object.entries(schema).every(([keyword, said]) => {
    if (annotations.has(keyword)) return true;
    if (!Object.hasOwn(keywords, keyword)) throw new Error(`The keyword ${keyword} needs a line in draft07.ts.`);
    return keywords[keyword]!(said as never, value, schema, root);
  });
}

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkRecipe, sentenceOf } from "../../../engine/recipe/check.ts";
import { recipeSchema } from "../../../engine/recipe/jsonSchema.ts";
import { recipeOptions } from "../../../engine/recipe/options.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";
import { entry, type Kind } from "../../../engine/registry/entry.ts";
import { type Option, type Schema, said, whole } from "../../../engine/registry/options.ts";
import { isValid } from "./draft07.ts";
import { recipes } from "./drawRecipe.ts";

const registry = createRegistry();
const schema = recipeSchema(registry);
const accepts = (recipe: unknown): boolean => isValid(schema, recipe);
const problems = (recipe: unknown): string[] => checkRecipe(registry, recipe).problems.map(sentenceOf);

describe("the schema of recipes", () => {
  it("is the one that the extension brings (npm run build:contributions writes it)", () => {
    expect(JSON.parse(readFileSync("media/schemas/recipe.schema.json", "utf8"))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it("is what VS Code completes *.lstm.json by", () => {
    const { jsonValidation } = JSON.parse(readFileSync("package.json", "utf8")).contributes;
    expect(jsonValidation).toEqual([{ fileMatch: "*.lstm.json", url: "./media/schemas/recipe.schema.json" }]);
  });

  it("has a sentence for every option of recipes and of all that they name", () => {
    const kinds: Kind[] = ["cell", "layer", "wrapper", "loss", "optimizer", "schedule", "initializer", "tokenizer", "task"];
    const entries = kinds.flatMap((kind) => registry.names(kind).map((name) => registry.get(kind, name)));
    const unsaid = entries.flatMap(({ kind, name, options }) => unsaidIn(options, `${kind} ${name}`));
    expect([...unsaidIn(recipeOptions, "recipe"), ...unsaid]).toEqual([]);
  });

  it.each([
    [{}],
    [{ network: { stacked: [{ lstm: { hiddenSize: 20 } }, { bidirectional: { forward: { gru: { hiddenSize: 8 } } } }] } }],
    [{ network: { reverse: { rnn: { hiddenSize: 3 } } } }],
    [{ task: "windows", training: { optimizer: "adam", learningRate: { warmUp: { steps: 10, schedule: { constant: 0.1 } } } } }],
    [{ training: { initializers: { kernel: { uniform: 0.1 }, weights: { "forward/0/kernel": [[1, 2]] } } } }],
  ])("accepts %j, as the check does", (recipe) => {
    expect(problems(recipe)).toEqual([]);
    expect(accepts(recipe)).toBe(true);
  });

  it.each([
    [[]],
    [{ nonsense: 1 }],
    [{ network: "lstm" }],
    [{ network: { lstm: { hiddenSize: 0 } } }],
    [{ network: { lstm: { hiddenSize: 3 }, gru: { hiddenSize: 3 } } }],
    [{ network: { stacked: [] } }],
    [{ training: { optimizer: { adam: { learningRate: 0.1 } } } }],
    [{ training: { optimizer: { adam: { beta1: 1 } } } }],
    [{ training: { learningRate: "cosine" } }],
    [{ head: { embedding: {} } }],
    [JSON.parse('{ "network": { "__proto__": { "hiddenSize": 3 } } }')],
  ])("refuses %j, as the check does", (recipe) => {
    expect(problems(recipe)).not.toEqual([]);
    expect(accepts(recipe)).toBe(false);
  });

  it("accepts everything that the check accepts", () => {
    fc.assert(
      fc.property(recipes(registry, 0), (recipe) => {
        expect(problems(recipe)).toEqual([]);
        expect(accepts(recipe)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it("and the check agree on recipes that are wrong at some place", () => {
    fc.assert(
      fc.property(recipes(registry, 3), (recipe) => {
        expect(accepts(recipe), problems(recipe).join("\n")).toBe(problems(recipe).length === 0);
      }),
      { numRuns: 400 },
    );
  });

  it("knows a new entry of the registry without a line of its own", () => {
    const summary = "A layer for this test";
    const options = { width: said(whole(1, 9, undefined), "Its width.") };
    const build = () => {
      throw new Error("Nobody builds it.");
    };
    const wider = createRegistry().register(entry({ kind: "layer", name: "wide", summary, options, build }));
    expect(isValid(recipeSchema(wider), { network: { wide: { width: 3 } } })).toBe(true);
    expect(isValid(recipeSchema(wider), { network: { wide: { width: 10 } } })).toBe(false);
    expect(accepts({ network: { wide: { width: 3 } } })).toBe(false);
  });
});

function unsaidIn(options: Schema, owner: string): string[] {
  return Object.entries(options).flatMap(([name, option]) => [
    ...(option.summary ? [] : [`${owner}: ${name}`]),
    ...unsaidBelow(option, `${owner}.${name}`),
  ]);
}

function unsaidBelow(option: Option, owner: string): string[] {
  if (option.type === "group") return unsaidIn(option.options, owner);
  return option.type === "list" || option.type === "map" ? unsaidBelow(option.item, owner) : [];
}

import { describe, expect, it } from "vitest";
import { checkRecipe, requireRecipe } from "../../../engine/recipe/check.ts";
import { createRegistry } from "../../../engine/registry/builtins/createRegistry.ts";

const registry = createRegistry();
const nested = (depth: number): string =>
  `{"network":${'{"residual":'.repeat(depth)}{"lstm":{"hiddenSize":3}}${"}".repeat(depth)}}`;

describe("a hostile recipe", () => {
  it.each([100, 10_000, 100_000])("that nests %d networks is refused in a sentence", (depth) => {
    const { recipe, problems } = checkRecipe(registry, JSON.parse(nested(depth)));
    expect(recipe).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]!.message).toMatch(/nests deeper than/);
    expect(problems[0]!.place.length).toBeLessThan(10);
  });

  it("that is one long list is refused, whatever stands in it", () => {
    const rates = Array.from({ length: 1_000_000 }, () => 0.1);
    expect(() => requireRecipe(registry, { training: { learningRate: rates } })).toThrow(
      /1000000 entries, at most 10000 are read/,
    );
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "whose keys are %s changes nothing and is refused",
    (name) => {
      for (const text of [`{"${name}":{"polluted":1}}`, `{"network":{"${name}":{}}}`, `{"training":{"${name}":1}}`]) {
        expect(checkRecipe(registry, JSON.parse(text)).problems).not.toEqual([]);
        expect(({} as { polluted?: number }).polluted).toBeUndefined();
      }
    },
  );

  it("whose names of weights are __proto__ has them as names", () => {
    const given = JSON.parse('{"training":{"initializers":{"weights":{"__proto__":[[1]]}}}}');
    const { weights } = requireRecipe(registry, given).training.initializers;
    expect(Object.keys(weights!)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(weights)).toBe(Object.prototype);
  });
});

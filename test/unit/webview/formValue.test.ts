import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  jsonText,
  namedIn,
  plainStackIn,
  stackedNetwork,
  typedJson,
  typedNumber,
  valueAt,
  withValue,
} from "../../../webview/lab/form/formValue.ts";

const isCell = (name: string): boolean => name === "lstm" || name === "gru";
const noneAlone = (): null => null;

describe("a recipe in a form", () => {
  test("is changed at a place, and what is around it stays as it was", () => {
    const recipe = { training: { steps: 10, optimizer: "adam" }, task: { streams: { batchSize: 4 } } };
    const changed = withValue(recipe, ["training", "steps"], 20);
    expect(changed).toEqual({ training: { steps: 20, optimizer: "adam" }, task: { streams: { batchSize: 4 } } });
    expect(recipe.training.steps).toBe(10);
    expect((changed as typeof recipe).task).toBe(recipe.task);
  });

  test("gives a name options once one of them is said, and drops what is taken back", () => {
    const said = withValue({ optimizer: "adam" }, ["optimizer", "adam", "beta1"], 0.8);
    expect(said).toEqual({ optimizer: { adam: { beta1: 0.8 } } });
    expect(withValue(said, ["optimizer", "adam", "beta1"], undefined)).toEqual({ optimizer: { adam: {} } });
    expect(withValue(said, ["optimizer"], undefined)).toEqual({});
    expect(withValue({ optimizer: "sgd" }, ["optimizer", "adam", "beta1"], 0.8)).toEqual({ optimizer: { adam: { beta1: 0.8 } } });
  });

  test("has at a place what was written there", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,6}$/u), { minLength: 1, maxLength: 4 }),
        fc.jsonValue(),
        (place, value) => {
          expect(valueAt(withValue({ a: { b: 1 } }, place, value), place)).toEqual(value);
        },
      ),
    );
    expect(valueAt({ a: "b" }, ["a", "length"])).toBeUndefined();
    expect(valueAt({}, ["constructor"])).toBeUndefined();
  });

  test("names its entries with and without options, and by the one that stands alone", () => {
    expect(namedIn("adam", noneAlone)).toEqual({ name: "adam", options: {} });
    expect(namedIn({ adam: { beta1: 0.5 } }, noneAlone)).toEqual({ name: "adam", options: { beta1: 0.5 } });
    expect(namedIn({ stacked: [1] }, (name) => (name === "stacked" ? "layers" : null))).toEqual({
      name: "stacked",
      options: { layers: [1] },
    });
    expect(namedIn({ stacked: [1] }, noneAlone)).toBeNull();
    expect(namedIn(0.1, noneAlone)).toBeNull();
    expect(namedIn(null, noneAlone)).toBeNull();
  });

  test("reads numbers as people and this page write them, and leaves what is none to the check", () => {
    expect(["", "  ", "5", "−0.5", "1e-3", "10,000", "1 000 000", "3.5"].map(typedNumber)).toEqual([
      undefined,
      undefined,
      5,
      -0.5,
      1e-3,
      10_000,
      1_000_000,
      3.5,
    ]);
    expect(["many", "1,5", "NaN", "Infinity"].map(typedNumber)).toEqual(["many", "1,5", "NaN", "Infinity"]);
  });

  test("reads JSON, and says what is none", () => {
    expect(typedJson("[1, 2]")).toEqual([1, 2]);
    expect(typedJson(" ")).toBeUndefined();
    expect(() => typedJson("[1,")).toThrow(SyntaxError);
    expect([jsonText(null), jsonText(undefined), jsonText([1])]).toEqual(["", "", "[1]"]);
  });
});

describe("a network in a form", () => {
  test("is a stack of equal cells, whichever way it is written, or something else", () => {
    const layer = { lstm: { hiddenSize: 20 } };
    expect(plainStackIn(layer, isCell)).toEqual({ cell: "lstm", layers: 1, options: { hiddenSize: 20 } });
    expect(plainStackIn({ stacked: [layer, layer] }, isCell)).toEqual({ cell: "lstm", layers: 2, options: { hiddenSize: 20 } });
    expect(plainStackIn({ stacked: { layers: [layer] } }, isCell)?.layers).toBe(1);
    expect(plainStackIn({ stacked: [layer, { lstm: { hiddenSize: 21 } }] }, isCell)).toBeNull();
    expect(plainStackIn({ stacked: { layers: [layer], dropout: 0.5 } }, isCell)).toBeNull();
    expect(plainStackIn({ bidirectional: { forward: layer } }, isCell)).toBeNull();
    expect(plainStackIn("lstm", isCell)?.options).toEqual({});
    expect(plainStackIn(null, isCell)).toBeNull();
  });

  test("comes back from its fields", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("lstm", "gru"),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 99 }),
        (cell, layers, size) => {
          const stack = { cell, layers, options: { hiddenSize: size } };
          expect(plainStackIn(stackedNetwork(stack), isCell)).toEqual(stack);
        },
      ),
    );
  });
});

import { describe, expect, it } from "vitest";
import { keyAt, partAt } from "../../../extension/recipes/ranges.ts";

const text = `{
  "text": { "file": "a.txt" },
  "network": {
    "stacked": [
      { "lstm": { "hiddenSize": 4 } },
      { "residual": { "gru": { "hiddenSize": 5 } } }
    ]
  },
  "network ": 1
}
`;
const at = (place: (string | number)[], of = text) => {
  const { from, to } = partAt(of, place);
  return of.slice(from, to);
};

describe("a place of a recipe, in its text", () => {
  it("is the value, where that is one", () => {
    expect(at(["text", "file"])).toBe('"a.txt"');
    expect(at(["network", "stacked", 1, "residual", "gru", "hiddenSize"])).toBe("5");
  });

  it("is the name of what may span lines", () => {
    expect(at(["network"])).toBe('"network"');
    expect(at(["network", "stacked"])).toBe('"stacked"');
    expect(at(["network", "stacked", 1])).toBe('"residual"');
    expect(at(["network", "stacked", 0, "lstm"])).toBe('"lstm"');
  });

  it("is the closest of what it is within, where it does not stand there", () => {
    expect(at(["network", "stacked", 7, "lstm"])).toBe('"stacked"');
    expect(at(["text", "tokenizer"])).toBe('"text"');
    expect(at(["training", "validation", "file"])).toBe('"text"');
    expect(at(["network", "stacked", "layers", 1])).toBe('"stacked"');
  });

  it("is the first bracket of what is empty", () => {
    expect(at([], "  {}")).toBe("{");
    expect(at(["network", 0], '{"network": [[]]}')).toBe("[");
    expect(at(["a"], "")).toBe("");
    expect(at(["a"], "nonsense")).not.toHaveLength(0);
  });

  it("is found in a text that is being typed", () => {
    expect(at(["network", "lstm"], '{"network": {"lstm": {"hiddenSize": 3,')).toBe('"lstm"');
    expect(at(["training", "steps"], '{"network": , "training": {"steps": 5,}}')).toBe("5");
  });

  it("is that of the last of two with one name, as JSON is read", () => {
    const { from } = partAt('{"text": 1, "text": 2}', ["text"]);
    expect(from).toBe(20);
  });

  it("is the beginning of a text that nests deeper than a stack is high", () => {
    const deep = `${'{"a":'.repeat(200_000)}1${"}".repeat(200_000)}`;
    expect(partAt(deep, ["a", "a"])).toEqual({ from: 0, to: 1 });
  });

  it("names of the outermost object alone are keys", () => {
    expect(keyAt(text, "network")).toEqual({ from: text.indexOf('"network"'), to: text.indexOf('"network"') + 9 });
    expect(keyAt(text, "stacked")).toBeNull();
  });
});

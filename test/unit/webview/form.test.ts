import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkRecipe } from "../../../engine/recipe/check.ts";
import { recipeSchema as recipeSchemaOf } from "../../../engine/recipe/jsonSchema.ts";
import { Fields } from "../../../webview/lab/form/fields.ts";
import type { Field, GroupField, JsonSchema, ListField, NamedField, NumberField } from "../../../webview/lab/form/schema.ts";
import { initial, initialNamed, numberProblem, setAt, stepInto, suits } from "../../../webview/lab/form/values.ts";
import { unwrapped, wrapped, wrappersOf } from "../../../webview/lab/form/wrapping.ts";
import { registry } from "../../webview/fixture/networks.ts";
import { recipeSchema, recipeValue } from "../../webview/fixture/recipeSchema.ts";

const fields = new Fields(recipeSchema);
const entry = (field: Field, name: string): Field => (field as GroupField).entries.find((each) => each.name === name)!.field();
const network = entry(fields.root, "network") as NamedField;
const option = (field: NamedField, name: string) => field.options.find((each) => each.name === name)!;
const lstm = option(network, "lstm").body!() as GroupField;
const training = entry(fields.root, "training");

describe("fields of a schema", () => {
  test("are what a person would call them", () => {
    expect((fields.root as GroupField).entries.map(({ name }) => name)).toEqual(["network", "head", "training"]);
    expect(network.options.map(({ name, title }) => [name, title])).toEqual([
      ["lstm", "LSTM"],
      ["gru", "GRU"],
      ["stacked", "stacked"],
      ["bidirectional", "bidirectional"],
      ["residual", "residual"],
    ]);
    expect(entry(lstm, "hiddenSize")).toMatchObject({
      kind: "number",
      title: "hidden size",
      integer: true,
      minimum: 1,
      maximum: 2048,
    });
    expect(entry(lstm, "recurrentDropout")).toMatchObject({ kind: "number", maximum: 1, below: true });
    expect(entry(lstm, "peepholes")).toMatchObject({ kind: "flag", fallback: false });
    expect(entry(lstm, "recurrentActivation")).toMatchObject({ kind: "choice", fallback: "sigmoid" });
    expect(entry(lstm, "projectionSize")).toMatchObject({ kind: "number", nullable: true });
    expect(entry(training, "weights").kind).toBe("raw");
  });

  test("of a network within a network are the network's own, however deep", () => {
    const residual = option(network, "residual").body!();
    expect(residual).toMatchObject({ kind: "named", source: network.source });
    const [list, group] = (option(network, "stacked").body!() as Extract<Field, { kind: "alternatives" }>).alternatives;
    expect((list as ListField).item().source).toBe(network.source);
    expect((entry(group!, "layers") as ListField).item().source).toBe(network.source);
  });

  test("tell an option with one option of its own from a choice, and null from something", () => {
    expect(option(network, "gru").body!().kind).toBe("group");
    expect(entry(entry(fields.root, "head"), "embedding")).toMatchObject({ kind: "group", nullable: true });
  });

  test("of things that may be said by their name alone know both forms", () => {
    const optimizer = entry(training, "optimizer") as NamedField;
    expect(optimizer.options.map(({ name, alone, body }) => [name, alone, body !== null])).toEqual([
      ["adam", true, true],
      ["sgd", true, false],
    ]);
    expect(suits(optimizer, "adam") && suits(optimizer, { adam: {} })).toBe(true);
    expect(suits(optimizer, "lion")).toBe(false);
    expect(initialNamed(option(optimizer, "sgd"))).toBe("sgd");
  });

  test("of several forms are told apart by the value", () => {
    const rate = entry(training, "learningRate");
    expect(rate.kind === "alternatives" && rate.alternatives.map(({ kind }) => kind)).toEqual(["number", "named"]);
    expect([0.1, { cosine: { rate: 1 } }, "fast"].map((value) => suits(rate, value))).toEqual([true, true, false]);
  });

  test("take a reference that leads nowhere as text of JSON", () => {
    expect(new Fields({ $ref: "#/definitions/none" }).root.kind).toBe("raw");
  });
});

describe("the engine's own schema", () => {
  const engines = new Fields(recipeSchemaOf(registry) as JsonSchema);
  const at = (...names: readonly string[]): Field => names.reduce<Field>(entry, engines.root);
  const engineNetwork = at("network") as NamedField;

  test("has everything that the registry has, a plugin's cell included, and nothing that the form can only show as text but maps", () => {
    expect(engineNetwork.options.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["lstm", "gru", "stacked", "notebookCell"]),
    );
    const raw: string[] = [];
    const seen = new Set<unknown>();
    const visit = (field: Field, path: string): void => {
      if (seen.has(field.source) && field.kind !== "raw") return;
      seen.add(field.source);
      if (field.kind === "raw") raw.push(path);
      if (field.kind === "group") for (const { name, field: inner } of field.entries) visit(inner(), `${path}/${name}`);
      if (field.kind === "list") visit(field.item(), `${path}/*`);
      if (field.kind === "alternatives") for (const each of field.alternatives) visit(each, path);
      if (field.kind === "named") for (const { name, body } of field.options) if (body !== null) visit(body(), `${path}/${name}`);
    };
    visit(engines.root, "");
    expect(
      raw.filter((path) => !/states|weights|learningRate|rates|classWeights|initializer|decayOnly|ignore/i.test(path)),
    ).toEqual([]);
  });

  test("tells what is switched on from what is only left out", () => {
    expect(at("head", "embedding")).toMatchObject({ kind: "group", nullable: true, fallback: null });
    expect(at("training", "earlyStopping")).toMatchObject({ kind: "group", fallback: null });
    expect(at("training", "clipping")).toMatchObject({ kind: "group", fallback: undefined });
  });

  test("wraps and takes out with every wrapper that there is, and each begins with what it must have", () => {
    const cell = { gru: { hiddenSize: 3 } };
    const around = wrappersOf(engineNetwork);
    expect(around.map(({ name }) => name)).toEqual(expect.arrayContaining(["stacked", "bidirectional", "residual", "highway"]));
    for (const wrapper of around) {
      const whole = wrapped(engineNetwork, wrapper, cell);
      expect(suits(engineNetwork, whole), wrapper.name).toBe(true);
      expect(unwrapped(engineNetwork, whole), wrapper.name).toEqual(cell);
    }
    for (const each of engineNetwork.options) {
      const network = initialNamed(each);
      const { problems } = checkRecipe(registry, { network });
      expect(problems, `${each.name}: ${JSON.stringify(network)}`).toEqual([]);
    }
  });
});

describe("what a form begins with", () => {
  test("has all that must be said, and nothing else", () => {
    expect(initialNamed(option(network, "lstm"))).toEqual({ lstm: { hiddenSize: 64 } });
    expect(initialNamed(option(network, "stacked"))).toEqual({ stacked: [{ lstm: { hiddenSize: 64 } }] });
    expect(initialNamed(option(network, "bidirectional"))).toEqual({ bidirectional: { forward: { lstm: { hiddenSize: 64 } } } });
    expect(initial(entry(training, "learningRate"))).toBeGreaterThan(0);
  });
});

describe("numbers", () => {
  const problem = (name: string, value: number) => numberProblem(entry(lstm, name) as NumberField, value);

  test("are held to their limits, and the limits told", () => {
    expect(problem("hiddenSize", 64)).toBeNull();
    expect(problem("hiddenSize", 6.5)).toBe("must be a whole number from 1 to 2048");
    expect(problem("recurrentDropout", 1)).toBe("must be a number from 0 below 1");
    expect(problem("projectionSize", 0)).toBe("must be a whole number from 1 on");
    expect(problem("forgetBias", Number.NaN)).toBe("must be a number from -10 to 10");
    const above = (entry(training, "learningRate") as Extract<Field, { kind: "alternatives" }>).alternatives[0] as NumberField;
    expect(numberProblem(above, 0)).toBe("must be a number above 0 to 1000");
  });
});

describe("wrapping", () => {
  const cell = { gru: { hiddenSize: 3 } };

  test("puts a network into whatever can hold one, as it holds it", () => {
    const into = (name: string) => wrapped(network, option(network, name), cell);
    expect(wrappersOf(network).map(({ name }) => name)).toEqual(["stacked", "bidirectional", "residual"]);
    expect(into("residual")).toEqual({ residual: cell });
    expect(into("stacked")).toEqual({ stacked: [cell] });
    expect(into("bidirectional")).toEqual({ bidirectional: { forward: cell } });
  });

  test("is undone by taking out what is within", () => {
    for (const around of wrappersOf(network)) expect(unwrapped(network, wrapped(network, around, cell))).toEqual(cell);
    expect(unwrapped(network, { stacked: { layers: [cell, { lstm: {} }], dropout: 0.1 } })).toEqual(cell);
    expect(unwrapped(network, cell)).toBeUndefined();
  });
});

describe("a value that is changed at a pointer", () => {
  test("is another value, and only there", () => {
    const changed = setAt(recipeValue, "/network/stacked/0/lstm/hiddenSize", 32);
    expect(changed).toEqual({
      ...recipeValue,
      network: { stacked: [{ lstm: { hiddenSize: 32 } }, recipeValue.network.stacked[1]] },
    });
    expect(recipeValue.network.stacked[0]).toEqual({ lstm: { hiddenSize: 128 } });
    expect(setAt({ head: {} }, "/head/embedding/size", 8)).toEqual({ head: { embedding: { size: 8 } } });
    expect(setAt({ a: 1, b: 2 }, "/a", undefined)).toEqual({ b: 2 });
    expect(setAt([1, 2, 3], "/1", undefined)).toEqual([1, 3]);
    expect(setAt([1], "/1", 2)).toEqual([1, 2]);
    expect(setAt(1, "", 2)).toBe(2);
  });

  test("takes names with slashes and tildes, and none of an object's own inheritance", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (name, value) => {
        const changed = setAt({}, stepInto("", name), value) as object;
        expect(Object.entries(changed)).toEqual([[name, value]]);
        expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
      }),
    );
  });
});

import { describe, expect, test } from "vitest";
import { LstmCell } from "../../../../engine/cells/lstm/lstm.ts";
import { EngineError } from "../../../../engine/errors/errors.ts";
import { createRegistry } from "../../../../engine/registry/builtins/createRegistry.ts";
import { entry, networkKinds } from "../../../../engine/registry/entry.ts";
import { checkOptions } from "../../../../engine/registry/fillUp.ts";
import { choice, count, flag, networks, number, rate } from "../../../../engine/registry/options.ts";
import { Registry } from "../../../../engine/registry/registry.ts";
import { buildRandom, pass, usual } from "../support.ts";

const registry = createRegistry();

const constantOne = entry({
  kind: "schedule",
  name: "one",
  summary: "Always the same",
  options: { rate: number(0, 10, 1) },
  build:
    ({ rate }) =>
    () =>
      rate,
});

describe("the registry", () => {
  test("has every kind of built-in entry", () => {
    expect(registry.names("cell")).toContain("lstm");
    expect(registry.names("wrapper")).toContain("stacked");
    expect(registry.names("tokenizer")).toEqual(["character", "word", "split", "bytes"]);
    expect(registry.names("loss")).toEqual([
      "softmaxCrossEntropy",
      "meanSquaredError",
      "meanAbsoluteError",
      "binaryCrossEntropy",
    ]);
    expect(registry.names("optimizer")).toEqual(expect.arrayContaining(["sgd", "adam", "adagrad"]));
    expect(registry.names("initializer")).toEqual(expect.arrayContaining(["glorotUniform", "orthogonal", "uniform", "constant"]));
  });

  test("lets others in by the same door, and builds what they bring", () => {
    const own = createRegistry().register(constantOne);
    expect(own.build("schedule", "one", { rate: 3 }, null)(7)).toBe(3);
    expect(own.build("schedule", "one", {}, null)(7)).toBe(1);
  });

  test("says what was asked for and what there is", () => {
    expect(() => registry.build("optimizer", "adan", { learningRate: 1 }, null)).toThrow(EngineError);
    expect(() => registry.build("optimizer", "adan", { learningRate: 1 }, null)).toThrow(
      'There is no optimizer "adan"; there are sgd, adam, ',
    );
    expect(() => registry.among(networkKinds, "tree")).toThrow('There is no network "tree"; there are lstm, ');
    expect(() => new Registry().get("schedule", "one")).toThrow("there are none at all");
  });

  test("refuses a name that is taken; cells, layers and wrappers share theirs", () => {
    const own = new Registry().register(constantOne);
    expect(() => own.register(constantOne)).toThrow('There is a schedule "one" already');
    const options = { hiddenSize: count() };
    const build = () => {
      throw new Error("never built");
    };
    own.register(entry({ kind: "cell", name: "mine", summary: "", options, build }));
    expect(() => own.register(entry({ kind: "wrapper", name: "mine", summary: "", options, build }))).toThrow(
      'There is a cell "mine" already',
    );
  });

  test("gives a network a cell that somebody else registered, which trains like any other", () => {
    const own = createRegistry().register(
      entry({
        kind: "cell",
        name: "forgetful",
        summary: "An LSTM that forgets more readily",
        options: { units: count() },
        build: ({ units }, { scope, source }) => new LstmCell(scope, source, { hiddenSize: units, forgetBias: -1 }),
      }),
    );
    const theirs = buildRandom({ forgetful: { units: 3 } }, usual, {}, undefined, own);
    const ours = buildRandom({ lstm: { hiddenSize: 3, forgetBias: -1 } }, usual);
    expect(pass(theirs)).toBe(pass(ours));
    expect([...theirs.gradients]).toEqual([...ours.gradients]);
  });
});

describe("options", () => {
  const schema = {
    units: count(100),
    rate: rate(),
    bias: flag(true),
    activation: choice(["tanh", "relu"], "tanh"),
    clip: number(0, 5, null),
  };
  const check = (given: Record<string, unknown>) => checkOptions(schema, { units: 3, rate: 0.1, ...given }, "a cell");

  test("are filled up with what stands where one is left out", () => {
    expect(check({})).toEqual({ units: 3, rate: 0.1, bias: true, activation: "tanh", clip: null });
    expect(check({ bias: false, clip: 2 })).toMatchObject({ bias: false, clip: 2 });
  });

  for (const [given, message] of [
    [{ units: undefined }, "a cell: units is missing, must be a whole number from 1 to 100."],
    [{ units: 1.5 }, "units is 1.5, must be a whole number from 1 to 100"],
    [{ units: 0 }, "units is 0"],
    [{ units: "3" }, 'units is "3"'],
    [{ units: Number.NaN }, "units is NaN"],
    [{ rate: -1 }, "rate is -1, must be a number from 0 on, a list of such numbers, a schedule, or a function of the step"],
    [{ bias: 1 }, "bias is 1, must be true or false"],
    [{ activation: "sine" }, 'activation is "sine", must be one of tanh, relu'],
    [{ clip: 9 }, "clip is 9, must be a number from 0 to 5"],
    [{ zoneout: 0.1 }, '"zoneout" is not among its options: units, rate, bias, activation, clip'],
  ] as const)
    test(`are refused, saying why: ${message}`, () => {
      expect(() => check(given)).toThrow(message);
    });

  test("name all that is wrong at once", () => {
    expect(() => check({ units: 0, bias: 2 })).toThrow(/units is 0.*; bias is 2/);
  });

  test("take networks, and nothing else for one", () => {
    expect(() => checkOptions({ layers: networks() }, { layers: [] }, "stacked")).toThrow("layers is a list of 0");
    expect(() => checkOptions({ layers: networks() }, { layers: [7] }, "stacked")).toThrow(
      "must be a list of at least one network",
    );
  });
});

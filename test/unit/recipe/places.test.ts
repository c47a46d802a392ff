import { describe, expect, it } from "vitest";
import { EngineError, fromFailure, type Place, toFailure } from "../../../engine/errors/errors.ts";
import { tellError } from "../../../engine/recipe/told.ts";
import { planRun } from "../../../engine/runs/plan.ts";
import { fable } from "../worker/configs.ts";

function errorOf(recipe: unknown, more: { text?: string; validation?: string } = {}): EngineError {
  try {
    planRun({ text: fable, recipe, chosen: {}, model: null, threads: 1, ...more });
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

const lstm = (hiddenSize: number) => ({ lstm: { hiddenSize } });
const gru = (hiddenSize: number) => ({ gru: { hiddenSize } });

describe("an error of a recipe knows its place", () => {
  it.each<[string, unknown, Place]>([
    [
      "a connection that does not fit, in a list that stands alone",
      { network: { stacked: [lstm(4), { residual: gru(5) }] } },
      ["network", "stacked", 1, "residual"],
    ],
    [
      "the same in the list's own option",
      { network: { stacked: { layers: [lstm(4), { residual: { layer: gru(5) } }] } } },
      ["network", "stacked", "layers", 1, "residual"],
    ],
    [
      "a wrapper within wrappers",
      { network: { reverse: { highway: { stacked: [lstm(4)] } } }, task: "windows" },
      ["network", "reverse", "highway"],
    ],
    [
      "halves of different sizes, in the second of two equal places",
      {
        task: "windows",
        network: { stacked: [lstm(4), { bidirectional: { forward: lstm(4), backward: gru(5), merge: "sum" } }] },
      },
      ["network", "stacked", 1, "bidirectional"],
    ],
    [
      "an embedding of numbers",
      { network: { stacked: [{ embedding: { size: 3 } }, { embedding: { size: 3 } }] } },
      ["network", "stacked", 1, "embedding"],
    ],
    ["the second of two that are alike", { network: { stacked: ["oneHot", "oneHot"] } }, ["network", "stacked", 1]],
    ["a network that sees the answer", { task: "streams", network: { bidirectional: { forward: lstm(4) } } }, ["network"]],
    ["memory beyond the machine", { network: lstm(1e6) }, ["network"]],
    ["an option out of its limits", { network: lstm(0) }, ["network", "lstm", "hiddenSize"]],
    [
      "a readout without a state",
      { task: "windows", network: { dense: { units: 3 } }, head: { readout: "final" } },
      ["head", "readout"],
    ],
    ["a readout of another task", { task: "windows", head: { readout: "all" } }, ["head", "readout"]],
    ["a loss of another task", { training: { loss: "meanSquaredError" } }, ["training", "loss"]],
    ["an output that cannot be tied", { head: { tied: true } }, ["head", "tied"]],
    [
      "a weight that there is not",
      { training: { initializers: { weights: { "no/kernel": [[1]] } } } },
      ["training", "initializers", "weights", "no/kernel"],
    ],
    ["a state that there is not", { head: { states: { "0": { q: [1] } } } }, ["head", "states", "0", "q"]],
    ["a text too short for the batches", { task: { windows: { sequenceLength: 1000 } } }, ["task"]],
  ])("%s", (_what, recipe, place) => {
    expect(errorOf(recipe).place).toEqual(place);
  });

  it("also where the validation's text has tokens that were never read", () => {
    const recipe = { text: { tokenizer: "character" }, training: { validation: { file: "other.txt" } } };
    expect(errorOf(recipe, { validation: "¿?" }).place).toEqual(["training", "validation", "file"]);
  });

  it("but not where a setting is wrong", () => {
    const plan = () => planRun({ text: fable, recipe: {}, chosen: { hiddenSize: 0 }, model: null, threads: 1 });
    expect(plan).toThrow(expect.objectContaining({ place: null, message: expect.stringContaining("The settings: hiddenSize") }));
  });

  it("and takes it through the worker's port", () => {
    const error = new EngineError("badConfiguration", "Wrong.", "Change it.", ["network", "stacked", 1]);
    expect(fromFailure(structuredClone(toFailure(error)))).toMatchObject({ ...error });
    expect(toFailure(new EngineError("emptyText", "Empty."))).not.toHaveProperty("place");
  });
});

describe("the sentence of an error", () => {
  it("says where it is, unless it does so by itself", () => {
    expect(tellError(errorOf({ network: { stacked: [lstm(4), { residual: gru(5) }] } }))).toMatch(
      /^network\.stacked\[1\]\.residual: residual of 1\/: the layer makes 5 features/,
    );
    expect(tellError(errorOf({ network: lstm(0) }))).toMatch(/^The recipe: network\.lstm\.hiddenSize is 0/);
    expect(tellError(errorOf({ network: lstm(1e6) }))).toMatch(/^This run would need/);
  });
});

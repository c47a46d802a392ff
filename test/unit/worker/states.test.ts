import { describe, expect, it } from "vitest";
import { writeModelFile } from "../../../engine/formats/modelFile.ts";
import { Reader } from "../../../engine/generation/reader.ts";
import { buildRun, standingModel } from "../../../engine/runs/build.ts";
import { readableOf } from "../../../engine/runs/readableOf.ts";
import { tokensOf } from "../../../engine/tasks/data.ts";
import { orderOf, recipeFor } from "./configs.ts";

type Head = Readonly<Record<string, unknown>>;

function runOf(task: object, head: Head = {}, model: ArrayBuffer | null = null) {
  const plain = recipeFor({ steps: 50, optimizer: "sgd", learningRate: 0.5 });
  const readout = "windows" in task ? "last" : "all";
  return buildRun({
    ...orderOf(),
    recipe: { ...plain, task, network: { lstm: { hiddenSize: 4 } }, head: { ...plain.head, readout, ...head } },
    model,
  });
}

const lengths = { sequenceLength: 5, batchSize: 2 };
const streams = (carry: string) => ({ streams: { ...lengths, carry } });

/** Of each state, all rows: what stands in the model for the next pass, and what the last pass ended in. */
function statesOf({ trainer: { model } }: ReturnType<typeof runOf>) {
  const [cell] = model.cells;
  const { floats } = model.arena;
  return cell.states.map(({ name, size, values }) => {
    const { offset } = model.stateLayout.planes.find((plane) => plane.name === name)!;
    const count = size * model.plan.batch;
    const end = values.at(model.steps);
    return { name, carried: [...model.state.subarray(offset, offset + count)], end: [...floats.subarray(end, end + count)] };
  });
}

describe("between two chunks of a stream", () => {
  it.each([
    ["all", ["h", "c"]],
    ["h", ["h"]],
    ["none", []],
  ])('"carry": "%s" carries on %j, and the rest begins at zero', (carry, carried) => {
    const run = runOf(streams(carry));
    for (let step = 0; step < 3; step++) run.trainer.step();
    for (const { name, carried: next, end } of statesOf(run)) {
      expect(end.some((value) => value !== 0)).toBe(true);
      expect(next, name).toEqual((carried as string[]).includes(name) ? end : end.map(() => 0));
    }
  });

  it("what is not carried begins at the values that the recipe gives", () => {
    const states = { "": { c: [0.5, 0.25, -0.5, 1] } };
    const run = runOf(streams("h"), { states });
    for (let step = 0; step < 3; step++) run.trainer.step();
    expect(statesOf(run)[1]!.carried).toEqual([0.5, 0.25, -0.5, 1, 0.5, 0.25, -0.5, 1]);
  });
});

describe("initial states that are learned", () => {
  const learned = { initialState: "learned" };
  const lossesOf = (run: ReturnType<typeof runOf>, steps: number) =>
    Array.from({ length: steps }, () => run.trainer.step()!.loss);
  const learnedIn = ({ trainer: { model } }: ReturnType<typeof runOf>) =>
    model.parameters.filter(({ path }) => path.startsWith("initialState/")).map(({ path, value }) => [path, [...value]] as const);

  it("begin at zero and move with the weights, a row for each state", () => {
    const run = runOf({ windows: lengths }, learned);
    expect(learnedIn(run)).toEqual([
      ["initialState/h", [0, 0, 0, 0]],
      ["initialState/c", [0, 0, 0, 0]],
    ]);
    run.trainer.step();
    for (const [, row] of learnedIn(run)) expect(row.every((value) => value !== 0)).toBe(true);
  });

  it.each(["none", "all"])("have the bits of one run after an interruption and from a file, with carry %s", (carry) => {
    const whole = lossesOf(runOf(streams(carry), learned), 8);
    const first = runOf(streams(carry), learned);
    const losses = lossesOf(first, 4);
    let countdown = 3;
    first.trainer.model.interrupted = () => countdown-- === 0;
    expect(first.trainer.step()).toBeNull();
    first.trainer.model.interrupted = () => false;
    const file = writeModelFile(standingModel(first));
    expect([...losses, ...lossesOf(first, 4)]).toEqual(whole);
    expect([...losses, ...lossesOf(runOf(streams(carry), learned, file), 4)]).toEqual(whole);
  });

  it.each([{ windows: lengths }, streams("all")])("are what a reader begins with: %j", (task) => {
    const run = runOf(task, learned);
    lossesOf(run, 40);
    const { model } = run.trainer;
    const window = tokensOf(run.data).ids.subarray(10, 10 + lengths.sequenceLength);
    for (const [t, id] of window.entries()) model.inputs.fill(id, t * lengths.batchSize, (t + 1) * lengths.batchSize);
    run.trainer.handOver.beginAnew();
    model.forward();
    const reader = new Reader(readableOf(run.registry, run.recipe, run.planned), 1);
    reader.copyWeights(model.values);
    reader.read(reader.start, [...window]);
    const told = [...reader.probabilities(0)];
    const last = "windows" in task ? 0 : lengths.sequenceLength - 1;
    const exponentials = [...model.logits(last)].slice(0, told.length).map(Math.exp);
    const total = exponentials.reduce((sum, exponential) => sum + exponential, 0);
    for (const [id, probability] of told.entries()) expect(probability).toBeCloseTo(exponentials[id]! / total, 6);
    expect(Math.max(...told)).toBeGreaterThan(1.5 / told.length);
  });
});

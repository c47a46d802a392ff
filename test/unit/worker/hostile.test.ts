import { expect, it } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { orderOf } from "./configs.ts";
import { EngineThread } from "./engineThread.ts";

const nested = (before: string, inner: string, after: string, depth: number): unknown =>
  JSON.parse(before.repeat(depth) + inner + after.repeat(depth));
const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const lstm = '{"lstm":{"hiddenSize":3}}';
const inBoth = (depth: number) => nested('{"bidirectional":{"forward":', lstm, "}}", depth);

interface Hostile {
  readonly what: string;
  readonly recipe: unknown;
  /** What the error's place begins with. */
  readonly place: readonly (string | number)[];
  readonly code?: "badConfiguration" | "outOfMemory";
}

const hostile: readonly Hostile[] = [
  { what: "stacks, 10,000 deep", recipe: { network: nested('{"stacked":[', lstm, "]}", 10_000) }, place: ["network"] },
  { what: "stacks, 200 deep", recipe: { network: nested('{"stacked":[', lstm, "]}", 200) }, place: ["network"] },
  {
    what: "schedules, 10,000 deep",
    recipe: { training: { learningRate: nested('{"warmUp":{"steps":1,"schedule":', "0.1", "}}", 10_000) } },
    place: ["training", "learningRate"],
  },
  { what: "two directions in one another: 2^20 cells", recipe: { task: "windows", network: inBoth(20) }, place: ["network"] },
  {
    what: "a stack of 9,000 layers",
    recipe: { network: { stacked: many(9_000, { lstm: { hiddenSize: 1 } }) } },
    place: ["network"],
  },
  {
    what: "a list of a million layers",
    recipe: { network: { stacked: many(1_000_000, { lstm: { hiddenSize: 1 } }) } },
    place: ["network", "stacked"],
  },
  {
    what: "a list of a million rates",
    recipe: { training: { learningRate: many(1_000_000, 0.1) } },
    place: ["training", "learningRate"],
  },
  {
    what: "9,000 names that there are not",
    recipe: { network: { stacked: many(9_000, "nonsense") } },
    place: ["network", "stacked", 0],
  },
  {
    what: "9,000 keys that there are not",
    recipe: Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`key${i}`, 1])),
    place: ["key0"],
  },
  {
    what: "1e400 units",
    recipe: JSON.parse('{"network":{"lstm":{"hiddenSize":1e400}}}'),
    place: ["network", "lstm", "hiddenSize"],
  },
  {
    what: "a rate of 1e400",
    recipe: JSON.parse('{"training":{"learningRate":1e400}}'),
    place: ["training", "learningRate"],
  },
  {
    what: "2^53 units",
    recipe: { network: { lstm: { hiddenSize: Number.MAX_SAFE_INTEGER } } },
    place: ["network"],
    code: "outOfMemory",
  },
  { what: "30,000 units", recipe: { network: { lstm: { hiddenSize: 30_000 } } }, place: ["network"], code: "outOfMemory" },
];

const unknown: readonly Hostile[] = [
  { recipe: { tasks: {} }, place: ["tasks"] },
  { recipe: { text: { tokens: "word" } }, place: ["text", "tokens"] },
  { recipe: { text: { tokenizer: "letters" } }, place: ["text", "tokenizer"] },
  { recipe: { task: "guess" }, place: ["task"] },
  { recipe: { task: { windows: { width: 3 } } }, place: ["task", "windows", "width"] },
  { recipe: { network: { cell: {} } }, place: ["network"] },
  { recipe: { network: { lstm: { hiddenSize: 3, units: 3 } } }, place: ["network", "lstm", "units"] },
  { recipe: { network: { stacked: [{ rnn: { hiddenSize: 3, units: 3 } }] } }, place: ["network", "stacked", 0, "rnn", "units"] },
  { recipe: { head: { readout: "first" } }, place: ["head", "readout"] },
  { recipe: { head: { hidden: [{ units: 3, bia: true }] } }, place: ["head", "hidden", 0, "bia"] },
  { recipe: { training: { optimizer: { adam: { beta3: 0.1 } } } }, place: ["training", "optimizer", "adam", "beta3"] },
  { recipe: { training: { learningRate: { wave: { rate: 1 } } } }, place: ["training", "learningRate"] },
  { recipe: { training: { loss: "surprise" } }, place: ["training", "loss"] },
  { recipe: { training: { initializers: { kernel: "ones" } } }, place: ["training", "initializers", "kernel"] },
  {
    recipe: { training: { initializers: { weights: { "0/kernle": [[1]] } } } },
    place: ["training", "initializers", "weights", "0/kernle"],
  },
  { recipe: { head: { states: { "0": { q: [1] } } } }, place: ["head", "states", "0", "q"] },
  { recipe: { sampling: { beam: 3 } }, place: ["sampling", "beam"] },
  ...["__proto__", "constructor", "hasOwnProperty"].flatMap((name) =>
    (
      [
        [`{"${name}":{"polluted":1}}`, []],
        [`{"network":{"${name}":{"hiddenSize":3}}}`, ["network"]],
        [`{"network":{"lstm":{"hiddenSize":3,"${name}":{"polluted":1}}}}`, ["network", "lstm"]],
        [`{"training":{"optimizer":{"${name}":{"polluted":1}}}}`, ["training", "optimizer"]],
        [`{"training":{"initializers":{"weights":{"${name}":[[1]]}}}}`, ["training", "initializers", "weights", name]],
      ] as const
    ).map(([text, place]) => ({ recipe: JSON.parse(text), place })),
  ),
].map((given) => ({ ...given, what: JSON.stringify(given.recipe) }));

it("Every hostile recipe is refused by one error with a place, soon, and the engine goes on", { timeout: 60_000 }, async () => {
  const engine = new EngineThread();
  const before = Object.getOwnPropertyNames(Object.prototype);
  for (const { what, recipe, place, code = "badConfiguration" } of [...hostile, ...unknown]) {
    const began = performance.now();
    const error = await engine.client.call("train", { ...orderOf(), recipe }).catch((thrown: unknown) => thrown);
    expect(error, what).toBeInstanceOf(EngineError);
    const told = error as EngineError;
    expect([told.code, told.place?.slice(0, place.length)], `${what}: ${told.message}`).toEqual([code, place]);
    expect([told.message.length > 20, told.message.length < 3000, told.advice.length > 5], what).toEqual([true, true, true]);
    expect(performance.now() - began, what).toBeLessThan(5000);
  }
  expect(engine.reports).toEqual([]);
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  await engine.client.call("train", orderOf({ steps: 1 }));
  expect((await engine.ended()).reason).toBe("finished");
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { CheckResult } from "../../../engine/parity/checks/result.ts";
import type { Calls } from "../../../engine/worker/protocol.ts";
import { fable, orderOf } from "./configs.ts";
import { EngineThread, sharedFlag } from "./engineThread.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "../../parity/cases", `${name}.lstm-parity.json`), "utf8");
const good = read("stacked-carried");
/** A number of the case is wrong. */
const bent = JSON.stringify(JSON.parse(good), (key, value) =>
  key === "losses" ? value.map((loss: number) => loss + 0.25) : value,
);

let model: ArrayBuffer;
beforeAll(async () => {
  const trainer = new EngineThread();
  await trainer.client.call("train", orderOf({ steps: 30 }));
  await trainer.ended();
  model = await trainer.client.call("save", null);
});

async function check(request: Partial<Calls["checkParity"]["request"]>) {
  const engine = new EngineThread();
  const answer = await engine.client.call("checkParity", { trained: null, cases: [], interrupt: null, ...request });
  const checked = engine.reports.flatMap((report) => (report.type === "checked" ? [report] : []));
  return { answer, checked, results: checked.map(({ result }) => result) };
}

test("A trained model's gradients are checked on its text, in a float64 copy", async () => {
  const { answer, results } = await check({ trained: { title: "fable.txt", file: model.slice(0), text: fable } });
  expect(answer).toEqual({ done: 1, total: 1 });
  const [result] = results as [CheckResult];
  expect(result).toMatchObject({ name: "Gradient check of fable.txt", outcome: "passed", first: null, message: "" });
  expect(result.compared).toBeGreaterThan(200);
  expect(result.largest!.share).toBeLessThan(1);
  expect(result.largest!.share).toBeGreaterThan(0);
});

test("Cases are run one after the other, each reported when it is done: passed, failed, or invalid", async () => {
  const { answer, checked, results } = await check({ cases: [good, bent, "{}"].map((text) => ({ text })) });
  expect(answer).toEqual({ done: 3, total: 3 });
  expect(checked.map(({ done, total }) => [done, total])).toEqual([
    [1, 3],
    [2, 3],
    [3, 3],
  ]);
  expect(results.map(({ outcome }) => outcome)).toEqual(["passed", "failed", "invalid"]);
  expect(results[1]!.first).toMatchObject({ step: 0, quantity: "loss", element: [] });
  expect(results[1]!.first!.expected - results[1]!.first!.actual).toBeCloseTo(0.25, 9);
  expect(results[2]!.message).toBe('"format" is missing.');
});

test("A model that cannot be checked says why, and the cases after it are run", async () => {
  const damaged = model.slice(0);
  new Uint8Array(damaged)[200]! ^= 1;
  const cases = [{ text: good }];
  const other = await check({ trained: { title: "a", file: model.slice(0), text: "Ж" }, cases });
  expect(other.results.map(({ outcome }) => outcome)).toEqual(["invalid", "passed"]);
  expect(other.results[0]!.message).toContain("needs at least 8");
  const broken = await check({ trained: { title: "a", file: damaged, text: fable } });
  expect(broken.results[0]!.message).toContain("checksum is wrong");
});

test("A raised flag ends the checks between two of their parts", async () => {
  const interrupt = sharedFlag();
  const engine = new EngineThread();
  await engine.client.call("train", orderOf({ hiddenSize: 96, sequenceLength: 24, batchSize: 8, steps: 1 }));
  await engine.ended();
  const file = await engine.client.call("save", null);
  const cases = Array.from({ length: 50 }, () => ({ text: good }));
  const answer = engine.client.call("checkParity", { trained: { title: "a", file, text: fable }, cases, interrupt });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const raised = performance.now();
  Atomics.store(interrupt, 0, 1);
  expect((await answer).done).toBeLessThan(50);
  expect(performance.now() - raised).toBeLessThan(1000);
});

test("Another call is answered while checks are run", async () => {
  const engine = new EngineThread();
  const cases = Array.from({ length: 30 }, () => ({ text: good }));
  let ended = false;
  const checking = engine.client.call("checkParity", { trained: null, cases, interrupt: null }).then(() => {
    ended = true;
  });
  await engine.client.call("load", model.slice(0));
  expect(ended).toBe(false);
  await checking;
});

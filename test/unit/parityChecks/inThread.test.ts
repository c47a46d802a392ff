import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { EngineClient } from "../../../engine/worker/client.ts";
import { inThread } from "../../../extension/parity/inThread.ts";
import type { StartEngine } from "../../../extension/run/engine.ts";
import { engineStart } from "../worker/engineThread.ts";

const entry = new URL("../../../extension/worker/main.ts", import.meta.url);
const text = readFileSync(join(import.meta.dirname, "../../parity/cases/stacked-carried.lstm-parity.json"), "utf8");

/** Real threads, and when each has ended. */
function threads(): { start: StartEngine; ended: Promise<unknown>[] } {
  const ended: Promise<unknown>[] = [];
  const start: StartEngine = ({ report, died }) => {
    const worker = new Worker(entry, { workerData: engineStart, execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"] });
    ended.push(new Promise((resolve) => worker.once("exit", resolve)));
    const client = new EngineClient(worker);
    client.onReport(report);
    const unhear = client.onDeath(died);
    return {
      call: (call, request) => client.call(call, request),
      kill: async () => void (await worker.terminate()),
      dispose() {
        unhear();
        void worker.terminate();
      },
    };
  };
  return { start, ended };
}

/** As VS Code's own: once asked, it calls back. */
function cancellation() {
  const listeners: (() => void)[] = [];
  const token = {
    onCancellationRequested(listener: () => void) {
      listeners.push(listener);
    },
  };
  return {
    token,
    cancel: () => {
      for (const listener of listeners) listener();
    },
  };
}

test("Checks are told one after the other, and their thread ends with them", async () => {
  const { start, ended } = threads();
  const told: string[] = [];
  const request = { trained: null, cases: [{ text }, { text: "{}" }] };
  const results = await inThread(start, request, cancellation().token, ({ done, total }) => told.push(`${done} of ${total}`));
  expect(results.map(({ outcome }) => outcome)).toEqual(["passed", "invalid"]);
  expect(told).toEqual(["1 of 2", "2 of 2"]);
  await Promise.all(ended);
});

test("Cancelled, they end at once with the results so far, and so does their thread", async () => {
  const { start, ended } = threads();
  const { token, cancel } = cancellation();
  const request = { trained: null, cases: Array.from({ length: 10_000 }, () => ({ text })) };
  const results = await inThread(start, request, token, ({ done }) => done === 5 && cancel());
  expect(results.length).toBeGreaterThanOrEqual(5);
  expect(results.length).toBeLessThan(10_000);
  await Promise.all(ended);
});

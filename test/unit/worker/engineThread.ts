import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach } from "vitest";
import { EngineClient } from "../../../engine/worker/client.ts";
import type { Progress, Report, RunEnd, Sample } from "../../../engine/worker/protocol.ts";
import type { EngineStart } from "../../../extension/worker/main.ts";

const entry = new URL("../../../extension/worker/main.ts", import.meta.url);
/** What the engine's thread is started with. */
export const engineStart: EngineStart = { kernelThread: join(import.meta.dirname, "../../../extension/worker/kernelThread.ts") };
const started: Worker[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.terminate()));
});

/** A real engine in a real worker thread, and all that it has reported. It ends with the test. */
export class EngineThread {
  readonly worker: Worker;
  readonly client: EngineClient;
  readonly reports: Report[] = [];
  private waiting: (() => void)[] = [];

  constructor() {
    this.worker = new Worker(entry, { workerData: engineStart, execArgv: ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"] });
    started.push(this.worker);
    this.client = new EngineClient(this.worker);
    this.client.onReport((report) => {
      this.reports.push(report);
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((wake) => this.waiting.push(wake));
  }

  async ended(): Promise<RunEnd> {
    await this.until(() => this.reports.some(({ type }) => type === "ended"));
    return this.reports.flatMap((report) => (report.type === "ended" ? [report.end] : []))[0]!;
  }

  get progress(): Progress[] {
    return this.reports.flatMap((report) => (report.type === "progress" ? [report.progress] : []));
  }

  get losses(): number[] {
    return this.progress.flatMap(({ losses }) => [...losses]);
  }

  get samples(): Sample[] {
    return this.reports.flatMap((report) => (report.type === "sample" ? [report.sample] : []));
  }
}

export function sharedFlag(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(4));
}

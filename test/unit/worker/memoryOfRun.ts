/**
 * A process of its own that trains as the extension does, and prints what it has measured. Its argument: a file with a {@link RunToMeasure}
 * as JSON. Built, with the engine's threads beside it: stripping types from sources would take memory too.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { release } from "../../../engine/memory/release.ts";
import type { Chosen } from "../../../engine/recipe/plain.ts";
import { EngineClient } from "../../../engine/worker/client.ts";
import type { Report } from "../../../engine/worker/protocol.ts";
import { threadLimits } from "../../../engine/worker/threadLimits.ts";

export interface RunToMeasure {
  readonly text: string;
  /** What settings say. */
  readonly chosen: Chosen;
  readonly threads: number;
  /** The run ends when it has written so many; it is saved after each, and at the end. */
  readonly samples: number;
}

/** Bytes. */
export interface MeasuredRun {
  readonly planned: number;
  /** The most that was resident, beyond what was before the run. */
  readonly peak: number;
  readonly threads: number;
}

const besides = (name: string): string => join(dirname(process.argv[1]!), name);

/** A real engine thread, as `extension/run/thread.ts` starts it. */
class Thread {
  readonly #client: EngineClient;
  #samples = 0;
  #wake: () => void = () => undefined;

  constructor() {
    const workerData = { kernelThread: besides("kernelThread.js") };
    this.#client = new EngineClient(new Worker(besides("worker.js"), { workerData, resourceLimits: threadLimits }));
    this.#client.onReport((report: Report) => {
      if (report.type === "sample") this.#samples++;
      this.#wake();
    });
  }

  async train({ text, chosen, threads, samples }: RunToMeasure) {
    const interrupt = new Int32Array(new SharedArrayBuffer(4));
    const request = { text, recipe: {}, chosen: { ...chosen }, model: null, paused: false, interrupt, threads, reportEvery: 100 };
    const description = await this.#client.call("train", request);
    for (let wanted = 1; wanted <= samples; wanted++) {
      while (this.#samples < wanted) await new Promise<void>((wake) => (this.#wake = wake));
      await this.#save();
    }
    await this.#client.call("stop", null);
    await this.#save();
    return description;
  }

  async #save(): Promise<void> {
    release(await this.#client.call("save", null));
  }
}

function resident(name: "VmRSS" | "VmHWM"): number {
  const status = readFileSync("/proc/self/status", "utf8");
  return 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)![1]);
}

async function measure(run: RunToMeasure): Promise<MeasuredRun> {
  // What all runs of a process share, such as the pages of node's own code, comes with the first and stays.
  const small = { ...run.chosen, hiddenSize: 16, layers: 1, sampleEvery: 20, sampleLength: 20 };
  await new Thread().train({ text: run.text.slice(0, 20_000), chosen: small, threads: 1, samples: 1 });
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = resident("VmRSS");
  const { plannedBytes: planned, threads } = await new Thread().train(run);
  return { planned, peak: resident("VmHWM") - before, threads };
}

const run = JSON.parse(readFileSync(process.argv[2]!, "utf8")) as RunToMeasure;
void measure(run).then((measured) => process.stdout.write(JSON.stringify(measured), () => process.exit(0)));

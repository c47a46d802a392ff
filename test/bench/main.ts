import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { felt, toldFelt } from "./feel.ts";
import { secondsPerStep } from "./measure.ts";
import { pytorchArgs, type Side, startSide, tensorflowArgs } from "./others.ts";
import { kernelsOn, trainingStep } from "./ours.ts";
import { peakOperations } from "./peak.ts";
import { heading, type Measured, type Ours, type Result, row } from "./result.ts";
import { clipNorm, learningRate, operationsPerToken, type Workload, workloads } from "./workloads.ts";

const words = process.argv.slice(2);
const quick = words.includes("--quick");
const named = words.filter((word) => !word.startsWith("--"));
const chosen = workloads.filter(({ name }) => named.length === 0 || named.includes(name));
/** Of each side and workload; and how long it may take with all before it is given up. */
const milliseconds = quick ? 700 : 6000;
const patience = quick ? 6000 : 300_000;

const tokensOf = ({ batch, steps }: Workload): number => batch * steps;

/** A side that is started when it is first asked, and again after it was given up. */
class Other {
  readonly #start: () => Promise<Side>;
  #side: Side | null = null;
  about: Record<string, unknown> = {};

  constructor(start: () => Promise<Side>) {
    this.#start = start;
  }

  /** @throws Error if it is given up. */
  async measure(workload: Workload, more: object, by: string): Promise<Measured> {
    this.#side ??= await this.#start();
    this.about = this.#side.about;
    const side = this.#side;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), patience);
    });
    const asked = side.ask({ ...workload, ...more, milliseconds, learningRate, clipNorm });
    const answer = await Promise.race([asked, late]).finally(() => clearTimeout(timer));
    if (answer === null) {
      asked.catch(() => undefined);
      this.end();
      throw new Error(`${workload.name}, ${by}: not measured within ${patience / 1000} s.`);
    }
    const { secondsPerStep: seconds, backend } = answer as { secondsPerStep: number; backend?: string };
    return { tokensPerSecond: tokensOf(workload) / seconds, by: backend ?? by };
  }

  end(): void {
    this.#side?.end();
    this.#side = null;
  }
}

const better = <T extends Measured>(a: T, b: T): T => (b.tokensPerSecond > a.tokensPerSecond ? b : a);
const python = process.env.BENCH_PYTHON || null;
/** Folder of the built engine, to be started as the extension starts it. */
const engine = process.env.BENCH_ENGINE || null;
const pytorch = python ? new Other(() => startSide(python, pytorchArgs)) : null;
const tensorflow = new Other(() => startSide(process.execPath, tensorflowArgs));
const cores = availableParallelism();

async function ofPyTorch(workload: Workload): Promise<Measured | null> {
  if (!pytorch) return null;
  const one = await pytorch.measure(workload, { threads: 1 }, "1 thread");
  if (cores < 2) return one;
  const all = await orNull(pytorch.measure(workload, { threads: cores }, `${cores} threads`));
  return all ? better(one, all) : one;
}

async function ofOurs(workload: Workload): Promise<Ours> {
  const one = await ofThreads(workload, 1);
  return cores < 2 ? one : better(one, await ofThreads(workload, cores));
}

async function ofThreads(workload: Workload, threads: number): Promise<Ours> {
  const { step, dismissThreads } = trainingStep(workload, kernelsOn(threads));
  // The threads come while this one is idle; they need a moment to read the engine.
  if (threads > 1) await wait(300);
  const seconds = secondsPerStep(step, { milliseconds }, threads);
  dismissThreads();
  return { tokensPerSecond: tokensOf(workload) / seconds, threads, by: threads === 1 ? "1 thread" : `${threads} threads` };
}

/** A side that fails leaves its column empty; why, it says itself. */
async function orNull(measured: Promise<Measured | null>): Promise<Measured | null> {
  return measured.catch((error: unknown) => {
    console.log(error instanceof Error ? error.message : String(error));
    return null;
  });
}

async function resultOf(workload: Workload, peak: number | null): Promise<Result> {
  const ours = await ofOurs(workload);
  const theirs = {
    pytorch: await orNull(ofPyTorch(workload)),
    tensorflow: await orNull(tensorflow.measure(workload, {}, "TensorFlow.js")),
  };
  const again = better(ours, await ofOurs(workload));
  const shareOfPeak = peak === null ? null : (again.tokensPerSecond * operationsPerToken(workload)) / (peak * again.threads);
  return { workload, ours: again, ...theirs, shareOfPeak };
}

const peak = peakOperations(milliseconds);
console.log(`${cpus()[0]?.model ?? "An unknown processor"}, ${cores} cores; Node ${process.version}.`);
if (peak !== null) console.log(`Multiply-adds in WebAssembly: ${(peak / 1e9).toFixed(1)} GFLOP/s a thread.`);
console.log(`Tokens per second of whole training steps, each side's best burst in ${milliseconds / 1000} s:\n\n${heading()}`);
const results: Result[] = [];
for (const workload of chosen) {
  const result = await resultOf(workload, peak);
  results.push(result);
  console.log(row(result));
}
pytorch?.end();
tensorflow.end();
const waits = engine && named.length === 0 ? await felt(engine, { milliseconds: milliseconds / 4 }) : [];
if (waits.length > 0) console.log(`\nWhat a person waits for:\n\n${waits.map(toldFelt).join("\n")}`);
console.log(
  `\nPyTorch ${JSON.stringify(pytorch?.about ?? null)}; TensorFlow.js ${JSON.stringify(tensorflow.about.version ?? null)}.`,
);
const report = process.env.BENCH_REPORT;
if (report) {
  const machine = { processor: cpus()[0]?.model, cores, node: process.version, peakOperations: peak };
  const about = { pytorch: pytorch?.about ?? null, tensorflow: tensorflow.about };
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(
    report,
    `${JSON.stringify({ measured: new Date().toISOString(), quick, machine, about, results, waits }, null, 2)}\n`,
  );
  console.log(`Written to ${report}.`);
}

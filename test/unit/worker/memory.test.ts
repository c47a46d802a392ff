import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildThreads } from "../../../.scripts/build.ts";
import { Random } from "../../../engine/random/random.ts";
import type { Plain } from "../../../engine/recipe/plain.ts";
import type { MeasuredRun, RunToMeasure } from "./memoryOfRun.ts";

const folder = mkdtempSync(join(tmpdir(), "gatescope-memory-"));
let script = "";

beforeAll(async () => {
  script = await buildThreads(folder, "test/unit/worker/memoryOfRun.ts");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs it in a process of its own, so that nothing else counts. */
async function measured(run: RunToMeasure): Promise<MeasuredRun> {
  const file = join(folder, "run.json");
  writeFileSync(file, JSON.stringify(run));
  const { stdout } = await promisify(execFile)(process.execPath, [script, file]);
  return JSON.parse(stdout) as MeasuredRun;
}

/** A megabyte of words, of which so many are different, in lines. */
function megabyteOf(differentWords: number): string {
  const random = new Random(3);
  let text = "";
  while (text.length < 1e6) text += `${random.below(differentWords).toString(36)}${random.below(9) === 0 ? "\n" : " "}`;
  return text;
}

const endless = { steps: 1_000_000 };
const letters = megabyteOf(300);
const manyWords = megabyteOf(12_000);
const wordModel: Partial<Plain> = {
  tokenizer: "word",
  batching: "streams",
  optimizer: "sgd",
  hiddenSize: 200,
  layers: 2,
};

const cases: readonly (readonly [string, RunToMeasure])[] = [
  [
    "the recommended network on a megabyte, read by characters",
    { text: letters, chosen: { ...endless, sampleEvery: 50 }, threads: 1, samples: 10 },
  ],
  [
    "two layers of 128 units, on two threads where there are two cores",
    {
      text: letters,
      chosen: {
        ...endless,
        hiddenSize: 128,
        layers: 2,
        batchSize: 50,
        sequenceLength: 50,
        sampleEvery: 4,
      },
      threads: 2,
      samples: 2,
    },
  ],
  [
    "words, as many as a vocabulary holds",
    {
      text: manyWords,
      chosen: { ...wordModel, ...endless, batchSize: 20, sequenceLength: 35, sampleEvery: 2 },
      threads: 1,
      samples: 1,
    },
  ],
];

// Resident memory and its peak are told by Linux, in /proc.
describe.skipIf(process.platform !== "linux")("the most memory that a run takes is what was planned, within a tenth:", () => {
  for (const [name, run] of cases)
    it(name, async () => {
      const { planned, peak, threads } = await measured(run);
      expect(threads).toBe(Math.min(run.threads, availableParallelism()));
      expect(peak / planned).toBeGreaterThan(0.9);
      expect(peak / planned).toBeLessThan(1.1);
    });
});

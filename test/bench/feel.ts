import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Sampler } from "../../engine/generation/sampler.ts";
import { Random } from "../../engine/random/random.ts";
import type { Chosen } from "../../engine/recipe/plain.ts";
import { buildRun, standingModel } from "../../engine/runs/build.ts";
import type { TrainRequest } from "../../engine/runs/request.ts";
import { EngineClient } from "../../engine/worker/client.ts";
import { threadLimits } from "../../engine/worker/threadLimits.ts";
import { predictorOf, readerOf } from "../unit/generation/saved.ts";
import { type Budget, secondsPerStep } from "./measure.ts";

/** Something that a person waits for: how long it took, or how fast it went. */
export interface Felt {
  readonly what: string;
  readonly value: number;
  readonly unit: "ms" | "/s";
  /** At most so many ms, or at least so many a second. */
  readonly bound: number;
}

/** As long as the longest file for which training is to begin at once, in words of a language that nobody speaks. */
function megabyte(): string {
  const random = new Random(3);
  const letters = "etaoinshrdlucmfwypvbgkjqxzETAOINSHRDLUCMFWYPVBGKJQXZ,.;:'!?-";
  let text = "";
  while (text.length < 1_115_000) {
    for (let left = 1 + random.below(8); left > 0; left--) text += letters[random.below(1 + random.below(letters.length))];
    text += random.below(9) === 0 ? "\n" : " ";
  }
  return text;
}

const requestOf = (text: string, chosen: Chosen): TrainRequest => ({
  text,
  recipe: {},
  chosen: { ...chosen },
  model: null,
  paused: false,
  interrupt: null,
  threads: null,
  reportEvery: 0,
});

/** From the start of a thread of the built engine to the end of the first step. */
async function firstStep(text: string, engine: string, kernelThread: string): Promise<number> {
  const began = performance.now();
  const worker = new Worker(engine, { workerData: { kernelThread }, resourceLimits: threadLimits });
  const client = new EngineClient(worker);
  const stepped = new Promise<number>((resolve) => {
    client.onReport((report) => {
      if (report.type === "progress" && report.progress.step > 0) resolve(performance.now() - began);
    });
  });
  await client.call("train", requestOf(text, {}));
  const took = await stepped;
  await worker.terminate();
  return took;
}

function predictions(text: string, budget: Budget): Felt[] {
  const run = buildRun(requestOf(text, { tokenizer: "character", batching: "streams", hiddenSize: 250, layers: 1 }));
  run.trainer.step();
  const predictor = predictorOf(standingModel(run));
  let place = 1000;
  const askElsewhere = () => {
    place += 997;
    ask(place);
  };
  const ask = (end: number) =>
    void predictor.predict({ context: text.slice(end - 200, end), contextTokens: 200, count: 5, actual: "" });
  const fresh = 1000 * secondsPerStep(askElsewhere, budget);
  const same = 1000 * secondsPerStep(() => ask(5000), budget);
  return [
    { what: "a prediction after 200 characters, 250 units", value: fresh, unit: "ms", bound: 25 },
    { what: "the same again, from the cached state", value: same, unit: "ms", bound: 1 },
  ];
}

function generation(text: string, budget: Budget): Felt {
  const run = buildRun(requestOf(text, { tokenizer: "character", batching: "streams", hiddenSize: 128, layers: 2 }));
  const reader = readerOf(run, 1);
  reader.copyWeights(run.trainer.model.values);
  const random = new Random(1);
  const sampler = new Sampler(reader, [0], 1, null, () => random.uniform());
  const seconds = secondsPerStep(() => void sampler.next(), budget);
  return { what: "generated characters, 128 × 2", value: 1 / seconds, unit: "/s", bound: 10_000 };
}

/** @param folder of the built engine. @param budget of each figure but the first. */
export async function felt(folder: string, budget: Budget): Promise<Felt[]> {
  const text = megabyte();
  const engine = join(folder, "worker.js");
  const times: number[] = [];
  for (let run = 0; run < 5; run++) times.push(await firstStep(text, engine, join(folder, "kernelThread.js")));
  const first = {
    what: "from Train to the end of the first step, 1.1 MB",
    value: Math.min(...times),
    unit: "ms",
    bound: 300,
  } as const;
  return [first, ...predictions(text, budget), generation(text, budget)];
}

/** A line of the report. */
export function toldFelt({ what, value, unit, bound }: Felt): string {
  const number = (x: number) => x.toLocaleString("en", { maximumSignificantDigits: 4 });
  const met = unit === "ms" ? value <= bound : value >= bound;
  return `${what}: ${number(value)} ${unit} (${unit === "ms" ? "≤" : "≥"} ${number(bound)}: ${met ? "met" : "not met"})`;
}

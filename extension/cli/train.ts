import { availableParallelism } from "node:os";
import { join } from "node:path";
import { EngineError } from "../../engine/errors/errors.ts";
import { readModelFile } from "../../engine/formats/modelFile.ts";
import { tellNewTokens } from "../../engine/recipe/told.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import { buildRun, type Run } from "../../engine/runs/build.ts";
import type { TrainRequest } from "../../engine/runs/request.ts";
import type { Progress, Report, RunEnd } from "../../engine/worker/protocol.ts";
import { TrainingSession } from "../../engine/worker/trainingSession.ts";
import { threadsLimit } from "../settings/settings.ts";
import { nodeThreads } from "../worker/nodeThreads.ts";
import { chosenBy, continuable, plainTable } from "./chosen.ts";
import { type Command, json } from "./command.ts";
import { encodingOption, FileError, modelNameOf, readBytes, readText, writeWhole } from "./files.ts";
import { readRecipe, withSet } from "./recipes.ts";
import type { Terminal } from "./terminal.ts";
import { type Given, oneWord, UsageError } from "./usage.ts";

const registry = createRegistry();

/** Built beside this one. */
const kernelThread = join(__dirname, "kernelThread.js");

export const train: Command = {
  words: "FILE [options]",
  summary: "Trains a recurrent network on a text file and saves it",
  details: [
    "What is left out is chosen from the text, as in VS Code, but for samples: there are none unless --sampleEvery asks for them.",
    "Ctrl+C ends the training and saves the model as it is then (exit status 130).",
  ].join("\n"),
  options: {
    model: { value: "OUT", help: "where the model is saved; FILE's name with .lstm, in this folder, where left out" },
    from: { value: "MODEL", help: `goes on with a saved model; only ${Object.keys(continuable).join(", ")} can be chosen anew` },
    recipe: { value: "RECIPE", help: "a recipe's file (NAME.lstm.json): network, task, training" },
    set: {
      value: "PLACE=VALUE",
      help: "sets one value of the recipe, such as training.steps=500; may stand several times",
      many: true,
    },
    encoding: encodingOption,
    threads: { value: "N", help: "at most so many; as many as there are cores, less one, where left out" },
    ...plainTable(registry),
    json,
  },
  async run(given, terminal) {
    const file = oneWord(given, "A text file");
    const out = given.text("model") ?? modelNameOf(file);
    await refuseToReplace(out);
    const request = await requestOf(file, given);
    const run = buildRun(request, { available: nodeThreads(availableParallelism(), kernelThread), registry });
    const { parameterCount, tokenCount, vocabularySize, newTokens } = run.description;
    if (newTokens > 0) terminal.note(tellNewTokens(newTokens));
    terminal.note(`${file}: ${tokenCount} tokens, ${vocabularySize} different ones; ${parameterCount} weights.`);
    const outcome = await follow(run, request, terminal);
    await writeWhole(out, outcome.model);
    const { reason, step, failure } = outcome.end;
    if (failure !== null) terminal.note(`${failure.message} ${failure.advice}`);
    const facts = { model: out, reason, step, ...outcome.last, seconds: outcome.seconds, parameterCount, vocabularySize };
    if (given.flag("json")) terminal.print(`${JSON.stringify({ ...facts, recipe: run.recipe })}\n`);
    else terminal.print(`${out}: step ${step}, loss ${told(outcome.last.loss)}, ${outcome.seconds.toFixed(1)} s.\n`);
    return reason === "diverged" ? 1 : outcome.signal;
  },
};

/** An older model may be trained anew; any other file was meant for something else. */
async function refuseToReplace(out: string): Promise<void> {
  try {
    readModelFile((await readBytes(out)).buffer);
  } catch (error) {
    if (error instanceof EngineError)
      throw new UsageError(`${out} is there already and is no model. Name another file with --model.`);
    if (!(error instanceof FileError)) throw error;
  }
}

async function requestOf(file: string, given: Given): Promise<TrainRequest> {
  const text = await readText(file, given.text("encoding"));
  const chosen = chosenBy(registry, given);
  const shared = { text, paused: false, interrupt: null, threads: threadsOf(given), reportEvery: 100 };
  const from = given.text("from");
  if (from !== null) return { ...shared, chosen: {}, ...(await goingOn(from, chosen, given)) };
  const path = given.text("recipe");
  const recipe = withSet(path === null ? {} : await readRecipe(path), given.texts("set"));
  // Samples of a run that nobody watches are wanted only where somebody says so.
  return { ...shared, model: null, recipe, chosen: { ...(path === null && { sampleEvery: 0 }), ...chosen } };
}

/** What a saved model goes on with. @throws UsageError for what is its own */
async function goingOn(from: string, chosen: Readonly<Record<string, unknown>>, given: Given) {
  const fixed = given.text("recipe") === null ? Object.keys(chosen).find((name) => !Object.hasOwn(continuable, name)) : "recipe";
  if (fixed !== undefined)
    throw new UsageError(
      `--${fixed} is the saved model's own; with --from only ${Object.keys(continuable).join(", ")} can be chosen.`,
    );
  const model = (await readBytes(from)).buffer;
  const { recipe, trainer } = readModelFile(model, registry);
  // Unless it is told otherwise, it goes on for as many steps as it was to have at first.
  const more = { steps: trainer.step + recipe.training.steps, sampleEvery: 0, ...chosen };
  const assignments = Object.entries(more).map(([name, value]) => `${continuable[name]!.join(".")}=${JSON.stringify(value)}`);
  return { model, recipe: withSet({}, [...assignments, ...given.texts("set")]) };
}

/** @throws UsageError */
function threadsOf(given: Given): number | null {
  const { minimum, maximum } = threadsLimit;
  const count = given.number("threads");
  if (count !== null && !(Number.isInteger(count) && count >= minimum && count <= maximum))
    throw new UsageError(`--threads is ${count}, must be a whole number from ${minimum} to ${maximum}.`);
  return count;
}

interface Outcome {
  readonly end: RunEnd;
  readonly model: ArrayBuffer;
  readonly seconds: number;
  /** 0, or the status that a signal has asked for. */
  readonly signal: number;
  readonly last: { readonly loss: number | null; readonly smoothedLoss: number | null; readonly tokensPerSecond: number };
}

interface Ended {
  readonly session: TrainingSession;
  readonly end: RunEnd;
  /** Stops listening to signals. */
  readonly deaf: () => void;
}

/** Runs to the end, or to the first signal, and tells on the way how it goes. */
async function follow(run: Run, request: TrainRequest, terminal: Terminal): Promise<Outcome> {
  const began = performance.now();
  let last: Outcome["last"] = { loss: null, smoothedLoss: null, tokensPerSecond: 0 };
  let ended: (end: RunEnd) => void = () => undefined;
  const hear = (report: Report) => {
    if (report.type === "progress") last = lastOf(report.progress, last);
    if (report.type === "progress") terminal.progress(progressLine(report.progress, run.recipe.training.steps, last.loss));
    if (report.type === "sample") terminal.note(`\nstep ${report.sample.step}: ${report.sample.prompt}|${report.sample.text}\n`);
    if (report.type === "ended") ended(report.end);
  };
  let signal = 0;
  const clock = { now: () => performance.now(), defer: setImmediate, later: setTimeout };
  const { session, end, deaf } = await new Promise<Ended>((resolve) => {
    const session = new TrainingSession(run, request, hear, clock);
    const deaf = terminal.onInterrupt((status) => {
      signal = status;
      session.stop();
    });
    ended = (end) => resolve({ session, end, deaf });
  });
  deaf();
  terminal.progress("");
  return { end, model: session.save(), seconds: (performance.now() - began) / 1000, signal, last };
}

function lastOf({ losses, smoothed, tokensPerSecond }: Progress, before: Outcome["last"]): Outcome["last"] {
  return { loss: losses.at(-1) ?? before.loss, smoothedLoss: smoothed.at(-1) ?? before.smoothedLoss, tokensPerSecond };
}

function progressLine({ step, tokensPerSecond, secondsLeft }: Progress, steps: number, loss: number | null): string {
  const left = secondsLeft === null ? "" : `, ${Math.ceil(secondsLeft)} s left`;
  return `step ${step} of ${steps}, loss ${told(loss)}, ${Math.round(tokensPerSecond)} tokens/s${left}`;
}

const told = (loss: number | null): string => (loss === null ? "not known yet" : loss.toFixed(4));

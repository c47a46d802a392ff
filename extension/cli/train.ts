import { availableParallelism } from "node:os";
import { join } from "node:path";
import { tellNewTokens } from "../../engine/recipe/told.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import { buildRun } from "../../engine/runs/build.ts";
import { nodeThreads } from "../worker/nodeThreads.ts";
import { presetOption } from "./brought.ts";
import { continuable, plainTable } from "./chosen.ts";
import { type Command, json } from "./command.ts";
import { encodingOption, writeWhole } from "./files.ts";
import { follow, told } from "./follow.ts";
import { orderOf } from "./order.ts";
import { requireFree } from "./out.ts";
import { type Given, UsageError } from "./usage.ts";

const registry = createRegistry();

/** Built beside this one. */
const kernelThread = join(__dirname, "kernelThread.js");

/** Seconds; at most so many of training are lost by whatever ends the process without a word. */
const usualSaving = 30;

export const train: Command = {
  words: "[FILE...] [options]",
  summary: "Trains a recurrent network on a text file and saves it",
  details: [
    "Without FILE it is trained on the text that the preset brings, or that the recipe names. What is left out is chosen from the text, as in VS",
    "Code, but for samples: there are none unless a recipe or --sampleEvery asks for them. What is typed goes before what a recipe says.",
    "Several files, folders and patterns are one text: in the order in which they are named, those of a folder or a pattern by their paths, each",
    "once, with an empty line between two of them unless --boundary says otherwise. Of a folder what is hidden or no text is left out.",
    `The model is saved every ${usualSaving} s. Ctrl+C (also SIGTERM and SIGHUP) ends the training and saves the model as it is then (exit status 130,`,
    "143 or 129); a second one ends it at once. No file is replaced unless --force says so.",
  ].join("\n"),
  options: {
    model: {
      value: "OUT",
      help: "where the model is saved; FILE's, the preset's or the recipe's name with .lstm, in this folder, where left out",
    },
    force: { value: null, help: "replaces a model that is there already" },
    preset: presetOption,
    recipe: { value: "RECIPE", help: "a recipe's file (NAME.lstm.json): network, task, training" },
    from: { value: "MODEL", help: `goes on with a saved model; only ${Object.keys(continuable).join(", ")} can be chosen anew` },
    set: {
      value: "PLACE=VALUE",
      help: "sets one value of the recipe, such as training.steps=500; may stand several times",
      many: true,
    },
    validation: { value: "FILE", help: "another text that tells how well this one is learned" },
    saveEvery: { value: "SECONDS", help: `between two savings; ${usualSaving} where left out, 0 for none before the end` },
    encoding: encodingOption,
    boundary: { value: "TEXT", help: "what stands between two files of one text; an empty line where left out" },
    threads: { value: "N", help: "at most so many; as many as there are cores, less one, where left out" },
    ...plainTable(registry),
    json,
  },
  async run(given, terminal) {
    const every = savingOf(given);
    const { told: name, out, request } = await orderOf(registry, given, terminal);
    await requireFree(out, given);
    const run = buildRun(request, { available: nodeThreads(availableParallelism(), kernelThread), registry });
    const { parameterCount, tokenCount, vocabularySize, newTokens } = run.description;
    if (newTokens.count > 0) terminal.note(tellNewTokens(newTokens));
    const different = run.data.kind === "tokens" ? `tokens, ${vocabularySize} different ones` : "rows of numbers";
    terminal.note(`${name}: ${tokenCount} ${different}; ${parameterCount} weights.`);
    const { end, last, seconds, signal } = await follow(run, request, terminal, {
      every,
      save: (model) => writeWhole(out, model),
    });
    const { reason, step, failure, note } = end;
    if (failure !== null) terminal.note(`${failure.message} ${failure.advice}`);
    if (note !== null) terminal.note(note);
    const facts = { model: out, reason, step, ...last, seconds, parameterCount, vocabularySize };
    if (given.flag("json")) terminal.print(`${JSON.stringify({ ...facts, recipe: run.recipe })}\n`);
    else terminal.print(`${out}: step ${step}, loss ${told(last.loss)}, ${seconds.toFixed(1)} s.\n`);
    return reason === "diverged" ? 1 : signal;
  },
};

/** @throws UsageError */
function savingOf(given: Given): number {
  const every = given.number("saveEvery") ?? usualSaving;
  if (every >= 0 && every <= 86_400) return every;
  throw new UsageError(`${given.typed("saveEvery")} is ${every}, must be a number from 0 to 86400.`);
}

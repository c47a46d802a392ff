/**
 * Makes the parity cases that the project keeps: `node test/oracles/makeCases.ts`. The questions are in recipes.ts and story.ts, the answers
 * are PyTorch's. A test holds the files to this recipe.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inModules, root } from "../../.scripts/paths.ts";
import { runNode } from "../../.scripts/processes.ts";
import { findPyTorch } from "../../.scripts/pytorch.ts";
import type { ParityCase, Question } from "./parityCase.ts";
import { PyTorch } from "./pytorch/pytorch.ts";
import { extensionQuestions, formatQuestions } from "./recipes.ts";
import { storyNetworks, storyVariants } from "./story.ts";

const cases = join(root, "test", "parity", "cases");

/** Folder by folder. The story's networks are also what the extension brings with it. */
export const kept: readonly { readonly folder: string; readonly questions: Readonly<Record<string, Question>> }[] = [
  { folder: join(cases, "story"), questions: { ...storyNetworks, ...storyVariants } },
  { folder: join(cases, "format"), questions: formatQuestions },
  { folder: join(cases, "extensions"), questions: extensionQuestions },
  { folder: join(root, "media", "parity"), questions: storyNetworks },
];

export const fileOf = (folder: string, name: string): string => join(folder, `${name}.lstm-parity.json`);

/** Up to so many weights a file holds the gradients of its first and last step; then of the first; then of none. */
const manyWeights = [500, 1600];

export function recordedSteps({ steps, weights }: Question): number[] {
  const size = Object.values(weights).reduce((sum, { data }) => sum + data.length, 0);
  return [0, steps.length - 1].slice(0, 2 - manyWeights.filter((many) => size > many).length);
}

/** Twelve digits are a thousand times finer than the tolerance, and make the files a third smaller. */
const rounded = (_: string, value: unknown): unknown => (typeof value === "number" ? Number(value.toPrecision(12)) : value);

async function make(): Promise<void> {
  const python = findPyTorch();
  if (!python) throw new Error("The cases are made by PyTorch, and no Python with PyTorch was found.");
  const pytorch = await PyTorch.start({ python });
  const files: string[] = [];
  for (const { folder, questions } of kept) {
    mkdirSync(folder, { recursive: true });
    for (const [name, question] of Object.entries(questions)) {
      files.push(fileOf(folder, name));
      writeFileSync(fileOf(folder, name), written(await pytorch.complete(question, recordedSteps(question))));
    }
  }
  await pytorch.close();
  await runNode([inModules("@biomejs", "biome", "bin", "biome"), "format", "--write", ...files]);
}

function written({ format, name, source, dtype, expect, tolerance, ...question }: ParityCase): string {
  return JSON.stringify({
    format,
    name,
    source,
    dtype,
    ...question,
    expect: JSON.parse(JSON.stringify(expect, rounded)),
    tolerance,
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await make();

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sample } from "../../../.scripts/paths.ts";
import type { Rows } from "../../unit/engine/articles/layouts.ts";

/** The articles' character LSTM: text in chunks, and the oracle that trains its three versions. */

/** T */
export const seqLength = 25;
/** What is learned. */
export const text = readFileSync(join(sample, "belling-the-cat.txt"), "utf8").slice(0, 400);
const characters = [...new Set(text)].sort();
/** V */
export const vocabularySize = characters.length;

export interface Chunk {
  readonly inputs: number[];
  readonly targets: number[];
}

/** As the articles feed their text: chunk after chunk, from the start again where the next one would not be whole. */
export function chunks(count: number): Chunk[] {
  const codes = [...text].map((character) => characters.indexOf(character));
  let at = 0;
  return Array.from({ length: count }, () => {
    if (at + seqLength + 1 >= codes.length) at = 0;
    const chunk = { inputs: codes.slice(at, at + seqLength), targets: codes.slice(at + 1, at + 1 + seqLength) };
    at += seqLength;
    return chunk;
  });
}

export interface CharacterQuestion {
  readonly version: "numpy" | "tensorflow" | "keras";
  readonly update:
    | { readonly rule: "sgd" | "adagrad"; readonly learningRate: number }
    | { readonly rule: "adam"; readonly learningRate: number; readonly epsilon: number };
  /** Keras only. */
  readonly stateful?: boolean;
  /** H */
  readonly hidden: number;
  readonly chunks: readonly Chunk[];
  /** In the version's own names, shapes and order of gates. */
  readonly weights: Readonly<Record<string, Rows>>;
}

export interface CharacterAnswer {
  /** Means. */
  readonly losses: readonly number[];
  /** Of each chunk's gradients, before clipping. */
  readonly largest: readonly number[];
  readonly state: { readonly h: Rows; readonly c: Rows };
  readonly weights: Readonly<Record<string, Rows>>;
}

/** All at once: Python takes seconds to load PyTorch. @throws Error with what Python said. */
export function askCharacters(python: string, questions: readonly CharacterQuestion[]): CharacterAnswer[] {
  const script = join(import.meta.dirname, "character.py");
  const ran = spawnSync(python, ["-B", script], { input: JSON.stringify(questions), encoding: "utf8", maxBuffer: 2 ** 26 });
  if (ran.status !== 0) throw new Error(`${script} ended with ${ran.status ?? ran.signal}: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as CharacterAnswer[];
}

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as engine from "../../../../engine/index.ts";
import { rows, storyCase } from "./storyCase.ts";

/** The pieces of code on docs/articles.md run as they stand there, on what their comments say is given. */

const page = readFileSync(join(import.meta.dirname, "../../../../docs/articles.md"), "utf8");
const pieces = [...page.matchAll(/^```ts\n(?<code>.*?)^```$/gmsu)].map(({ groups }) => groups!.code);

const story = storyCase("story-one-lstm");
const V = 30;
const T = 25;
const codes = Array.from({ length: 4 * T + 1 }, (_, index) => (index * 7 + (index % 5)) % V);
const given = {
  words: [6, 1, 8, 7, 5, 0, 4, 3, 9, 2, 8],
  wy: rows(story.weights["dense/kernel"]),
  by: story.weights["dense/bias"].data,
  V,
  chunks: [0, 1, 2, 3].map((n) => ({ inputs: codes.slice(n * T, n * T + T), targets: codes.slice(n * T + 1, n * T + T + 1) })),
  sequences: Array.from({ length: 6 }, (_, n) => Array.from({ length: 10 }, (__, t) => [Math.sin(n + t / 2)])),
  following: Array.from({ length: 6 }, (_, n) => [Math.sin(n + 5)]),
};

/** @returns the network and the losses that a piece leaves. */
function run(code: string): { readonly net: engine.Network; readonly losses: readonly number[] } {
  const names = { ...engine, ...given };
  return new Function(...Object.keys(names), `"use strict"; ${code}; return { net, losses };`)(...Object.values(names));
}

test("the page has a piece for every system of the articles", () => {
  expect(pieces.length).toBe(7);
});

test.each(pieces.map((code) => [code.split("\n").find((line) => line.includes("network(")) ?? code, code]))("%s", (_, code) => {
  const { net, losses } = run(code);
  expect(net).toBeInstanceOf(engine.Network);
  expect(losses.every(Number.isFinite)).toBe(true);
  if (losses.length > 4) expect(losses.at(-1)).toBeLessThan(losses[0]);
});

test("the story's first loss is that of the case", () => {
  expect(run(pieces[0]).losses[0]).toBeCloseTo(story.expect.losses[0], 10);
});

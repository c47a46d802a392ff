import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCase } from "../../engine/parity/readCase.ts";
import { runCase } from "../../engine/parity/runCase.ts";

// An optimizer that treats each weight by itself means the weights of the case's framework, which may lie in several of ours or in parts of
// one. Every case tells the gradients of its first step: what a step of descent makes of them is computed here by hand.

interface Tensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
type Tensors = Readonly<Record<string, Tensor>>;

interface Case {
  readonly model: { readonly embedding?: { readonly uses?: string } };
  readonly weights: Tensors;
  readonly optimizer: object;
  readonly steps: readonly object[];
  readonly expect: { readonly losses: readonly number[]; readonly steps?: Record<string, { readonly gradients?: Tensors }> };
}

const folder = join(import.meta.dirname, "cases");
const read = (file: string): string => readFileSync(join(folder, file), "utf8");

/** Cases with the gradients of all weights, whose norms follow from these. */
const whole = globSync("**/*.lstm-parity.json", { cwd: folder }).filter((file) => {
  const { model, weights, expect: expected } = JSON.parse(read(file)) as Case;
  if ((model.embedding?.uses ?? "summed") !== "summed") return false;
  const gradients = expected.steps?.["0"]?.gradients ?? {};
  return Object.keys(weights).every((path) => path in gradients);
});

/** The first step of a case, with another optimizer, and the weights that it is to lead to. */
function firstStep(
  file: string,
  optimizer: object,
  change: (weight: number, gradient: number, norm: number, path: string) => number,
) {
  const given = JSON.parse(read(file)) as Case;
  const gradients = given.expect.steps!["0"]!.gradients!;
  const weights = Object.entries(given.weights).map(([path, { shape, data }]) => {
    const norm = Math.hypot(...gradients[path]!.data);
    return [path, { shape, data: data.map((weight, i) => change(weight, gradients[path]!.data[i]!, norm, path)) }] as const;
  });
  const expected = { losses: given.expect.losses.slice(0, 1), weights: Object.fromEntries(weights) };
  return JSON.stringify({ ...given, optimizer, steps: given.steps.slice(0, 1), expect: expected });
}

describe("one step of descent", () => {
  test("is looked at in cells of every layout", () => {
    expect(whole.length).toBeGreaterThan(30);
  });

  for (const file of whole) {
    const name = file.slice(file.lastIndexOf("/") + 1, -".lstm-parity.json".length);
    const gradients = (JSON.parse(read(file)) as Case).expect.steps!["0"]!.gradients!;
    const norms = Object.values(gradients).map(({ data }) => Math.hypot(...data));
    // Some weights are clipped, others are not.
    const bound = norms.toSorted((a, b) => a - b)[Math.floor(norms.length / 2)]! * 0.9;

    test(`clips each weight of ${name}`, () => {
      const optimizer = { name: "sgd", learningRate: 0.5, clipNormEach: bound };
      const text = firstStep(file, optimizer, (w, g, norm) => w - 0.5 * g * Math.min(1, bound / norm));
      expect(runCase(readCase(text)).first).toBeNull();
    });

    test(`lets every second weight of ${name} decay`, () => {
      const decayOnly = Object.keys(gradients).filter((_, place) => place % 2 === 0);
      const optimizer = { name: "sgd", learningRate: 0.5, weightDecay: 0.25, decayOnly };
      const text = firstStep(file, optimizer, (w, g, _norm, path) => w * (decayOnly.includes(path) ? 0.875 : 1) - 0.5 * g);
      expect(runCase(readCase(text)).first).toBeNull();
    });
  }
});

import { describe, expect, test } from "vitest";
import { EngineError } from "../../../engine/errors/errors.ts";
import { Random, type RandomState } from "../../../engine/random/random.ts";
import type { BatchBuffers, Batcher } from "../../../engine/text/batching/batcher.ts";
import type { Trainer, TrainerState } from "../../../engine/training/trainer.ts";
import { initializePlain, plainModel, plainTrainer, registry, slotsOf } from "./plainModel.ts";

const vocabularySize = 5;

/** Rows that begin at random places of a repeating text; one batch in four starts anew. */
class RandomRows implements Batcher {
  readonly #random = new Random(11);
  readonly #text = [0, 1, 2, 3, 4, 2, 1, 0, 3, 3, 1];

  fill({ inputs, targets }: BatchBuffers) {
    const start = this.#random.below(this.#text.length);
    for (let i = 0; i < inputs.length; i++) inputs[i] = this.#text[(start + i) % this.#text.length];
    for (let i = 0; i < targets.length; i++) targets[i] = this.#text[(start + i + 1) % this.#text.length];
    return { resetState: this.#random.below(4) === 0 };
  }

  save() {
    return this.#random.save();
  }

  restore(state: unknown) {
    this.#random.restore(state as RandomState);
  }
}

interface Options {
  readonly optimizer?: string;
  readonly learningRate?: number;
  readonly clipNorm?: number;
  readonly precision?: "float32" | "float64";
}

function start({ optimizer = "adam", learningRate = 0.01, clipNorm = 1, precision = "float32" }: Options = {}) {
  const shape = { vocabularySize, hiddenSize: 6, layers: 2, forgetBias: 1 };
  const plan = { steps: 4, batch: 2, precision, training: true, slots: slotsOf(optimizer), readout: "all" } as const;
  const model = plainModel(shape, plan);
  initializePlain(model, 1);
  const batcher = new RandomRows();
  return { model, batcher, trainer: plainTrainer(model, batcher, { optimizer, learningRate, clipNorm }) };
}

const lossesOf = (trainer: Trainer, steps: number) => Array.from({ length: steps }, () => trainer.step()!.loss);

/** All that must be the same for two runs to go on alike. */
const standing = (trainer: Trainer) =>
  JSON.stringify(trainer.save(), (_, value) => (ArrayBuffer.isView(value) ? Object.values(value) : value));

describe("a trainer", () => {
  for (const optimizer of registry.names("optimizer"))
    test(`brings the loss down with ${optimizer}`, () => {
      const { trainer } = start({ optimizer, learningRate: optimizer === "sgd" ? 1 : 0.05 });
      const losses = lossesOf(trainer, 400);
      expect(losses[0]).toBeGreaterThan(1.4);
      expect(Math.min(...losses.slice(-50))).toBeLessThan(0.6);
    });

  test("smooths the loss from that of a uniform guess", () => {
    const { trainer } = start();
    expect(trainer.smoothedLoss).toBe(Math.log(vocabularySize));
    const { loss, smoothedLoss } = trainer.step()!;
    expect(smoothedLoss).toBeCloseTo(0.999 * Math.log(vocabularySize) + 0.001 * loss, 14);
  });

  test("clips the norm of the gradient and says by how much", () => {
    const { gradientNorm, clipFactor } = start({ clipNorm: 0.1 }).trainer.step()!;
    expect(clipFactor).toBeCloseTo(0.1 / gradientNorm, 12);
    expect(start({ clipNorm: 0 }).trainer.step()!.clipFactor).toBe(1);
  });

  test("refuses a model without memory for its optimizer", () => {
    const { model, batcher } = start({ optimizer: "sgd" });
    expect(() => plainTrainer(model, batcher, { optimizer: "adam", learningRate: 0.1, clipNorm: 0 })).toThrow("with 2 slots");
  });
});

describe("a continued run", () => {
  for (const optimizer of registry.names("optimizer"))
    test(`has the bits of one that was never interrupted, with ${optimizer}`, () => {
      const whole = start({ optimizer });
      lossesOf(whole.trainer, 7);
      const saved: TrainerState = structuredClone(whole.trainer.save());
      const onwards = lossesOf(whole.trainer, 8);
      const other = start({ optimizer });
      lossesOf(other.trainer, 3);
      other.trainer.restore(saved);
      expect(lossesOf(other.trainer, 8)).toEqual(onwards);
      expect(standing(other.trainer)).toBe(standing(whole.trainer));
    });
});

describe("an interrupted step", () => {
  test("changes nothing, wherever it is interrupted, and can be done again to the same numbers", () => {
    const { trainer, model } = start();
    const { trainer: undisturbed } = start();
    lossesOf(trainer, 5);
    lossesOf(undisturbed, 5);
    const before = standing(trainer);
    let countdown = 0;
    model.interrupted = () => countdown-- === 0;
    let interruptions = 0;
    for (let questions = 0; ; questions++) {
      countdown = questions;
      const result = trainer.step();
      if (result !== null) break;
      interruptions++;
      expect(standing(trainer)).toBe(before);
    }
    expect(interruptions).toBeGreaterThan(2 * 2 * 4);
    undisturbed.step();
    expect(standing(trainer)).toBe(standing(undisturbed));
  });

  test("leaves the report of the step before it, unless its gradients have been touched", () => {
    const { trainer, model } = start();
    trainer.step();
    const report = trainer.gradientReport();
    model.interrupted = () => true;
    expect(trainer.step()).toBeNull();
    expect(trainer.gradientReport()).toEqual(report);
    let countdown = 15;
    model.interrupted = () => countdown-- === 0;
    expect(trainer.step()).toBeNull();
    expect(trainer.gradientReport()).toBeNull();
  });
});

describe("a run that diverges", () => {
  const failureOf = (trainer: Trainer): EngineError => {
    try {
      trainer.step();
    } catch (error) {
      if (error instanceof EngineError) return error;
    }
    throw new Error("The step was expected to diverge.");
  };

  test("in its loss: gets the weights back with which the last finite loss was computed, and all that belongs to them", () => {
    const { trainer, model } = start();
    lossesOf(trainer, 4);
    const good = standing(trainer);
    trainer.step();
    model.values[3] = Number.NaN;
    model.slots[1].fill(Number.POSITIVE_INFINITY);
    const failure = failureOf(trainer);
    expect(failure.code).toBe("diverged");
    expect(failure.message).toContain("at step 6: the loss became not a number (NaN)");
    expect(failure.message).toContain("the weights of step 4");
    expect(failure.advice).toContain("0.001 instead of 0.01");
    expect(trainer.stepCount).toBe(4);
    expect(standing(trainer)).toBe(good);
    expect(trainer.gradientReport()).toBeNull();
  });

  test("in its gradient: keeps the weights of the finite loss", () => {
    const { trainer, model } = start();
    lossesOf(trainer, 4);
    const good = standing(trainer);
    const { backward } = model;
    model.backward = () => {
      backward.call(model);
      model.gradients[0] = Number.POSITIVE_INFINITY;
    };
    expect(failureOf(trainer).message).toContain("at step 5: the gradient became infinite");
    expect(standing(trainer)).toBe(good);
  });

  test("in its update: undoes it", () => {
    const { trainer, model } = start({ optimizer: "adagrad", clipNorm: 0 });
    lossesOf(trainer, 4);
    model.slots[0].fill(-1e-3);
    const good = standing(trainer);
    const failure = failureOf(trainer);
    expect(failure.message).toContain("a weight after the update became not a number");
    expect(failure.advice).toContain("clipping the gradient's norm");
    expect(standing(trainer)).toBe(good);
  });

  test("at its first step: keeps the initial weights", () => {
    const { trainer, model } = start();
    model.values.fill(Number.NaN, 0, 4);
    model.values.fill(Number.NaN, 40);
    expect(failureOf(trainer).message).toContain("the initial weights");
    expect(trainer.stepCount).toBe(0);
  });

  test("by a learning rate without measure: ends with finite weights, from which it can go on", () => {
    const { trainer, model } = start({ optimizer: "sgd", learningRate: 1e40, clipNorm: 0 });
    let failure: EngineError | null = null;
    for (let step = 0; step < 50 && failure === null; step++)
      try {
        trainer.step();
      } catch (error) {
        failure = error as EngineError;
      }
    expect(failure?.code).toBe("diverged");
    expect(model.values.every(Number.isFinite)).toBe(true);
    model.forward();
    expect(Number.isFinite(model.loss())).toBe(true);
  });
});

describe("the report of gradients", () => {
  test("is null before the first step", () => {
    expect(start().trainer.gradientReport()).toBeNull();
  });

  test("measures each parameter's gradient and the true update", () => {
    const { trainer, model } = start({ precision: "float64" });
    trainer.step();
    const before = model.values.slice();
    const { gradientNorm, clipFactor } = trainer.step()!;
    const report = trainer.gradientReport()!;
    expect([report.step, report.clipFactor]).toEqual([2, clipFactor]);
    expect(report.globalNorm).toBeCloseTo(gradientNorm, 12);
    expect(report.parameters.length).toBe(model.parameters.length);
    for (const [place, { path, offset, size, columns, value, gradient }] of model.parameters.entries()) {
      const reported = report.parameters[place];
      const change = Array.from(value, (weight, i) => weight - before[offset + i]);
      expect(reported.path).toBe(path);
      expect(reported.norm).toBeCloseTo(Math.hypot(...gradient), 12);
      expect(reported.weightNorm).toBeCloseTo(Math.hypot(...value), 12);
      expect(reported.updateRatio).toBeCloseTo(Math.hypot(...change) / Math.hypot(...value), 12);
      expect(reported.largest).toBe(gradient[reported.largestRow * columns + reported.largestColumn]);
      expect(Math.abs(reported.largest)).toBe(Math.max(...Array.from(gradient, Math.abs)));
      expect(change.length).toBe(size);
    }
  });

  test("measures the gradient's way back through time, layer by layer", () => {
    const { trainer, model } = start({ precision: "float64" });
    trainer.step();
    const { flow } = trainer.gradientReport()!;
    expect(flow.map(({ path }) => path)).toEqual(model.cells.map(({ path }) => path));
    for (const [layer, { states }] of flow.entries()) {
      expect(states.map(({ name, norms }) => [name, norms.length])).toEqual([
        ["h", 4],
        ["c", 4],
      ]);
      const { dh: traced } = model.cells[layer].trace(model.arena.floats);
      const norm = Math.hypot(...[0, 1].flatMap((n) => [0, 1, 2, 3, 4, 5].map((j) => traced!.at(2, n, j))));
      expect(states[0]!.norms[2]).toBeCloseTo(norm, 6);
      expect(states[1]!.norms[2]).toBeGreaterThan(0);
    }
  });
});

test("A step that fails for another reason leaves everything as it was", () => {
  const { trainer, model, batcher } = start();
  lossesOf(trainer, 3);
  const before = standing(trainer);
  const fill = batcher.fill.bind(batcher);
  batcher.fill = (batch) => {
    const filled = fill(batch);
    batch.inputs[1] = vocabularySize;
    return filled;
  };
  expect(() => trainer.step()).toThrow("outside the model's 5 tokens");
  expect(standing(trainer)).toBe(before);
  batcher.fill = fill;
  expect(trainer.step()!.step).toBe(4);
  expect(model.values.every(Number.isFinite)).toBe(true);
});

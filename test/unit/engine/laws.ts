import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checked } from "../../../engine/kernels/checked/checked.ts";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import type { FeatureSource } from "../../../engine/layers/layer.ts";
import type { NetworkSpec } from "../../../engine/layers/networkSpec.ts";
import type { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import { checkGradients } from "../../../engine/parity/gradientCheck.ts";
import { buildRandom, type Drawn, distance, fillRandom, logitsOf, outputsOf, pass, soil, usual } from "./support.ts";

const shapes = [
  { T: 1, N: 1 },
  { T: 4, N: 1 },
  { T: 3, N: 2 },
] as const;

const drawnWith = (inputs: readonly Drawn["input"][]): fc.Arbitrary<Drawn> =>
  fc.record({
    T: fc.integer({ min: 1, max: 5 }),
    N: fc.integer({ min: 1, max: 3 }),
    D: fc.integer({ min: 1, max: 5 }),
    units: fc.integer({ min: 1, max: 6 }),
    input: fc.constantFrom(...inputs),
    loss: fc.constantFrom("softmaxCrossEntropy", "meanSquaredError"),
    readout: fc.constantFrom("all", "last"),
    seed: fc.nat(),
    ragged: fc.boolean(),
  });

/** What does not hold for every network. */
export interface Exceptions {
  /** Some of it reads the sequence backward: what comes later changes what was before. */
  readonly seesAhead?: boolean;
  /** It reads ids only. */
  readonly idsOnly?: boolean;
}

const bits = (numbers: ArrayLike<number>) => Array.from(numbers);

/** The laws that every network keeps. A new cell or wrapper gets all of them with one line. */
export function laws(name: string, network: NetworkSpec, { seesAhead = false, idsOnly = false }: Exceptions = {}): void {
  const inputs = idsOnly ? (["ids"] as const) : (["ids", "features"] as const);
  const build = (options: Partial<Drawn> = {}) => buildRandom(network, { ...usual, ...options });
  const drawn = drawnWith(inputs);

  describe(name, () => {
    for (const shape of shapes)
      for (const input of inputs)
        test(`has the gradients that differences of the loss have, ${input}, T = ${shape.T}, N = ${shape.N}`, () => {
          for (const check of checkGradients(build({ ...shape, input })))
            expect(check.largestError, check.path).toBeLessThan(1e-6);
        });

    test("has them for any shape, loss and readout", () => {
      const worst = (options: Drawn) => Math.max(...[...checkGradients(build(options), 12)].map((check) => check.largestError));
      fc.assert(
        fc.property(drawn, (options) => worst(options) < 1e-6),
        { numRuns: 25 },
      );
    });

    test("adds to gradients: two passes back give twice as much", () => {
      const model = build();
      pass(model);
      const once = model.gradients.slice();
      model.loss();
      model.backward();
      expect(
        distance(
          model.gradients,
          once.map((gradient) => 2 * gradient),
        ),
      ).toBeLessThan(1e-14);
    });

    test.skipIf(idsOnly)("adds to the gradients of its input and of its states too, as others may read them", () => {
      const gradientsBelow = (others: number) => {
        const model = build({ input: "features" });
        const { source, network, dense, layout } = model.blueprint;
        model.forward();
        model.loss();
        const { floats } = model.arena;
        const initial = network.cells.flatMap(({ states }) => states.map(({ gradient }) => gradient!.at(0)));
        const places = [(source as FeatureSource).gradient!.offset, ...initial];
        floats.fill(0, layout.flow.offset, layout.flow.offset + layout.flow.size);
        for (const place of places) floats[place] = others;
        dense.backward(model.kernels, model.steps);
        network.backward(model.kernels, model.steps);
        return places.map((place) => floats[place]);
      };
      const alone = gradientsBelow(0);
      const together = gradientsBelow(1);
      for (const [i, gradient] of alone.entries()) expect(together[i]).toBeCloseTo(gradient + 1, 14);
    });

    test("relies on nothing in memory that no pass has written", () => {
      const clean = build();
      const soiled = build();
      soil(soiled);
      expect(pass(soiled)).toBe(pass(clean));
      expect(bits(soiled.gradients)).toEqual(bits(clean.gradients));
    });

    test("keeps its kernels within their memory", () => {
      fc.assert(
        fc.property(drawn, (options) => {
          const model = buildRandom(network, options, {}, (arena) => checked(referenceKernels(arena), arena));
          soil(model);
          return Number.isFinite(pass(model));
        }),
        { numRuns: 25 },
      );
    });

    test.skipIf(seesAhead)("computes a sequence in chunks as it computes the whole", () => {
      const whole = build({ T: 6 });
      const chunk = build({ T: 6 });
      whole.forward();
      const inChunks: number[] = [];
      for (const start of [0, 2, 4]) {
        chunk.inputs.set(whole.inputs.subarray(start * usual.N, (start + 2) * usual.N));
        chunk.forward(2);
        inChunks.push(...logitsOf(chunk));
        chunk.carryState();
      }
      expect(inChunks).toEqual(logitsOf(whole));
    });

    test("computes a row of the batch as it computes it alone", () => {
      const batch = build();
      const alone = build({ N: 1 });
      const row = 1;
      batch.state.fill(0);
      alone.state.fill(0);
      alone.values.set(batch.values);
      for (let t = 0; t < usual.T; t++) alone.inputs[t] = batch.inputs[t * usual.N + row];
      batch.forward();
      alone.forward();
      for (let t = 0; t < usual.T; t++)
        expect(bits(alone.logits(t))).toEqual(bits(batch.logits(t).subarray(row * usual.units, (row + 1) * usual.units)));
    });

    test("computes a padded batch as it computes each row alone, and outputs zeros past a row's length", () => {
      for (const readout of ["all", "last"] as const) expectRowsAlone(network, { ...usual, T: 5, readout, ragged: true });
    });

    test("reads nothing past a row's length", () => {
      const clean = build({ ragged: true, seed: 3 });
      const padded = build({ ragged: true, seed: 3 });
      for (let t = 0; t < usual.T; t++)
        for (let n = 0; n < usual.N; n++)
          if (t >= padded.lengths[n]) {
            padded.inputs[t * usual.N + n] = -1;
            padded.targets[t * usual.N + n] = 1000;
          }
      expect(pass(padded)).toBe(pass(clean));
      expect(bits(padded.gradients)).toEqual(bits(clean.gradients));
    });

    test("predicts, in a plan without gradients, what it computes while it trains", () => {
      const training = build();
      const predicting = buildRandom(network, usual, { training: false });
      predicting.values.set(training.values);
      training.forward();
      predicting.forward();
      expect(logitsOf(predicting)).toEqual(logitsOf(training));
      expect(predicting.plannedBytes).toBeLessThan(training.plannedBytes);
      expect(() => predicting.backward()).toThrow("without training");
    });

    test("has in float32 what it has in float64, to single precision", () => {
      const options = { ...usual, T: 12, N: 2 };
      const double = buildRandom(network, options);
      const single = buildRandom(network, options, { precision: "float32" });
      fillRandom(single, options);
      expect(Math.abs(pass(single) - pass(double))).toBeLessThan(2e-6);
      expect(distance(single.gradients, double.gradients)).toBeLessThan(2e-6);
    });

    test("refuses a pass back without a loss before it, and one longer than its plan", () => {
      const model = build();
      expect(() => model.backward()).toThrow("forward() and loss()");
      model.forward();
      expect(() => model.backward()).toThrow("forward() and loss()");
      expect(() => model.forward(usual.T + 1)).toThrow("planned for 1 to 4");
    });
  });
}

/** Every row of a batch with lengths against a model of one row and as many steps: outputs, final states, and the loss. */
function expectRowsAlone(network: NetworkSpec, drawn: Drawn): void {
  const { T, N, units, readout } = drawn;
  const batch = buildRandom(network, drawn);
  const { lengths } = batch;
  batch.state.fill(0);
  batch.forward();
  const outputs = outputsOf(batch);
  batch.carryState();
  let sum = 0;
  for (const [n, length] of lengths.entries()) {
    const alone = buildRandom(network, { ...drawn, T: length, N: 1, ragged: false });
    alone.values.set(batch.values);
    alone.state.fill(0);
    for (let t = 0; t < length; t++) alone.inputs[t] = batch.inputs[t * N + n];
    for (let t = 0; t < alone.targets.length; t++) alone.targets[t] = batch.targets[t * N + n];
    alone.forward();
    const last = readout === "last" ? batch.logits(0) : batch.logits(length - 1);
    expect(bits(alone.logits(length - 1))).toEqual(bits(last.subarray(n * units, (n + 1) * units)));
    expect(outputsOf(alone)[0]).toEqual(outputs[n].slice(0, length));
    for (const padding of outputs[n].slice(length)) expect(padding).toEqual(padding.map(() => 0));
    sum += alone.loss() * alone.targets.length;
    alone.carryState();
    expectStateOfRow(batch, n, alone);
  }
  expect(outputs[0].length).toBe(T);
  const read = readout === "last" ? N : lengths.reduce((count, length) => count + length, 0);
  batch.state.fill(0);
  batch.forward();
  expect(batch.loss()).toBeCloseTo(sum / read, 13);
}

function expectStateOfRow(batch: SequenceModel, n: number, alone: SequenceModel): void {
  let at = 0;
  for (const { states } of alone.cells)
    for (const { size } of states) {
      const start = at * batch.plan.batch + n * size;
      expect(bits(batch.state.subarray(start, start + size))).toEqual(bits(alone.state.subarray(at, at + size)));
      at += size;
    }
}

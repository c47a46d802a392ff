import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checked } from "../../../engine/kernels/checked/checked.ts";
import { referenceKernels } from "../../../engine/kernels/reference/reference.ts";
import type { FeatureSource } from "../../../engine/layers/layer.ts";
import type { NetworkSpec } from "../../../engine/layers/networkSpec.ts";
import type { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import { checkGradients } from "../../../engine/parity/gradientCheck.ts";
import {
  buildRandom,
  type Drawn,
  distance,
  fillRandom,
  logitsOf,
  maskings,
  outputsOf,
  pass,
  readouts,
  soil,
  usual,
} from "./support.ts";

const shapes = [
  { T: 1, N: 1 },
  { T: 4, N: 1 },
  { T: 3, N: 2 },
] as const;

const drawnWith = ({ idsOnly, endless, unmasked }: Exceptions): fc.Arbitrary<Drawn> =>
  fc.record({
    T: fc.integer({ min: 1, max: 5 }),
    N: fc.integer({ min: 1, max: 3 }),
    D: fc.integer({ min: 1, max: 5 }),
    units: fc.integer({ min: 1, max: 6 }),
    input: idsOnly ? fc.constant("ids") : fc.constantFrom("ids", "features"),
    loss: fc.constantFrom("softmaxCrossEntropy", "meanSquaredError"),
    readout: fc.constantFrom(...readoutsOf(endless)),
    seed: fc.nat(),
    masks: fc.constantFrom(...maskingsOf(unmasked)),
    trainInitialState: fc.boolean(),
  });

const readoutsOf = (endless = false) => readouts.filter((readout) => !(endless && readout === "final"));
const maskingsOf = (unmasked = false) => maskings.filter((masks) => !(unmasked && masks === "holes"));

/** What does not hold for every network. */
export interface Exceptions {
  /** Some of it reads the sequence backward: what comes later changes what was before. */
  readonly seesAhead?: boolean;
  /** It reads ids only. */
  readonly idsOnly?: boolean;
  /** It ends in a layer without a state. */
  readonly endless?: boolean;
  /** It takes lengths, and no masks. */
  readonly unmasked?: boolean;
}

const bits = (numbers: ArrayLike<number>) => Array.from(numbers);

/** The laws that every network keeps. A new cell or wrapper gets all of them with one line. */
export function laws(name: string, network: NetworkSpec, exceptions: Exceptions = {}): void {
  const { seesAhead = false, idsOnly = false, endless, unmasked } = exceptions;
  const inputs = idsOnly ? (["ids"] as const) : (["ids", "features"] as const);
  const build = (options: Partial<Drawn> = {}) => buildRandom(network, { ...usual, ...options });
  const drawn = drawnWith(exceptions);

  describe(name, () => {
    for (const shape of shapes)
      for (const input of inputs)
        test(`has the gradients that differences of the loss have, ${input}, T = ${shape.T}, N = ${shape.N}`, () => {
          for (const check of checkGradients(build({ ...shape, input })))
            expect(check.largestError, check.path).toBeLessThan(1e-6);
        });

    test("has them for any shape, loss, readout and masks, and of initial states that are learned", () => {
      const worst = (options: Drawn) => Math.max(...[...checkGradients(build(options), 12)].map((check) => check.largestError));
      fc.assert(
        fc.property(drawn, (options) => worst(options) < 1e-6),
        { numRuns: 40 },
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
        const { source, network, head, layout } = model.blueprint;
        model.forward();
        model.loss();
        const { floats } = model.arena;
        const initial = network.cells.flatMap(({ states }) => states.map(({ gradient }) => gradient!.at(0)));
        const places = [(source as FeatureSource).gradient!.offset, ...initial];
        floats.fill(0, layout.flow.offset, layout.flow.offset + layout.flow.size);
        for (const place of places) floats[place] = others;
        head.backward(model.kernels, model.steps);
        network.backward(model.kernels, model.steps);
        return places.map((place) => floats[place]);
      };
      const alone = gradientsBelow(0);
      const together = gradientsBelow(1);
      for (const [i, gradient] of alone.entries()) expect(together[i]).toBeCloseTo(gradient + 1, 14);
    });

    test("relies on nothing in memory that no pass has written", () => {
      for (const readout of readoutsOf(endless))
        for (const masks of maskingsOf(unmasked)) {
          const options = { readout, masks, hidden: [{ units: 3, activation: "tanh" }], trainInitialState: true } as const;
          const clean = build(options);
          const soiled = build(options);
          soil(soiled);
          expect(pass(soiled)).toBe(pass(clean));
          expect(bits(soiled.gradients)).toEqual(bits(clean.gradients));
        }
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
      for (const masks of maskingsOf(unmasked))
        for (const trainInitialState of [false, true]) {
          const options = { T: 6, masks, trainInitialState, seed: 11 };
          const [whole, chunk] = [build(options), build(options)];
          const mask = whole.mask.slice();
          whole.forward();
          const inChunks: number[] = [];
          for (const start of [0, 2, 4]) {
            const [from, to] = [start * usual.N, (start + 2) * usual.N];
            chunk.inputs.set(whole.inputs.subarray(from, to));
            chunk.mask.set(mask.subarray(from, to));
            chunk.forward(2);
            inChunks.push(...logitsOf(chunk));
            chunk.carryState();
          }
          expect(inChunks).toEqual(logitsOf(whole));
          whole.carryState();
          expect(bits(chunk.state)).toEqual(bits(whole.state));
        }
    });

    test.skipIf(unmasked)("reversed twice is itself", () => {
      const twice = (model: NetworkSpec): NetworkSpec => ({ reverse: { layer: { reverse: { layer: model } } } });
      for (const masks of maskings) {
        const once = build({ masks, seed: 5 });
        const reversed = buildRandom(twice(network), { ...usual, masks, seed: 5 });
        expect(pass(reversed)).toBe(pass(once));
        expect(logitsOf(reversed)).toEqual(logitsOf(once));
        expect(distance(reversed.gradients, once.gradients)).toBeLessThan(1e-15);
      }
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

    test("computes a masked batch as it computes the valid steps of each row alone, and outputs zeros at the others", () => {
      for (const readout of readoutsOf(endless))
        for (const masks of maskingsOf(unmasked))
          for (const seed of [7, 8]) expectRowsAlone(network, { ...usual, T: 5, N: 4, readout, masks, seed });
    });

    test("reads nothing at masked steps", () => {
      for (const input of inputs)
        for (const loss of ["softmaxCrossEntropy", "meanSquaredError"])
          for (const masks of maskingsOf(unmasked)) {
            const [clean, padded] = [0, 1].map(() => build({ masks, input, loss, seed: 3 })) as [SequenceModel, SequenceModel];
            for (const [i, valid] of padded.mask.entries()) if (valid === 0) spoil(padded, i);
            expect(pass(padded)).toBe(pass(clean));
            expect(bits(padded.gradients)).toEqual(bits(clean.gradients));
          }
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

/** What nobody may read: ids out of range, and what is no number. */
function spoil({ inputs, features, targets, targetFeatures, plan }: SequenceModel, row: number): void {
  const rows = plan.steps * plan.batch;
  if (inputs.length > 0) inputs[row] = -100;
  if (targets.length > 0) targets[row] = 1000;
  for (const numbers of [features, targetFeatures]) {
    const size = numbers.length / rows;
    numbers.fill(Number.NaN, row * size, (row + 1) * size);
  }
}

/** Every row of a masked batch against a model of that row's valid steps alone: outputs, logits, final states, and the loss. */
function expectRowsAlone(network: NetworkSpec, drawn: Drawn): void {
  const { T, N, units, readout } = drawn;
  const batch = buildRandom(network, drawn);
  const initial = batch.state.slice();
  batch.forward();
  const outputs = outputsOf(batch);
  const logits = Array.from({ length: readout === "all" ? T : 1 }, (_, t) => batch.logits(t).slice());
  const losses: number[] = [];
  batch.carryState();
  for (let n = 0; n < N; n++) {
    const steps = Array.from({ length: T }, (_, t) => t).filter((t) => batch.plan.masks !== true || batch.mask[t * N + n] !== 0);
    for (let t = 0; t < T; t++) if (!steps.includes(t)) expect(outputs[n]![t]).toEqual(outputs[n]![t]!.map(() => 0));
    if (steps.length === 0) {
      expect(rowOfState(batch, batch.state, n)).toEqual(rowOfState(batch, initial, n));
      continue;
    }
    const alone = buildRandom(network, { ...drawn, T: steps.length, N: 1, masks: null });
    alone.values.set(batch.values);
    alone.state.set(rowOfState(batch, initial, n));
    for (const [k, t] of steps.entries()) alone.inputs[k] = batch.inputs[t * N + n]!;
    for (let k = 0; k < alone.targets.length; k++) alone.targets[k] = batch.targets[readout === "all" ? steps[k]! * N + n : n]!;
    alone.forward();
    for (let k = 0; k < alone.targets.length; k++) {
      const beside = logits[readout === "all" ? steps[k]! : 0]!;
      expect(bits(alone.logits(k))).toEqual(bits(beside.subarray(n * units, (n + 1) * units)));
    }
    expect(outputsOf(alone)[0]).toEqual(steps.map((t) => outputs[n]![t]));
    for (let k = 0; k < alone.targets.length; k++) losses.push(alone.loss());
    alone.carryState();
    expect(rowOfState(batch, batch.state, n)).toEqual(bits(alone.state));
  }
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / Math.max(1, losses.length);
  batch.state.set(initial);
  batch.forward();
  // A row without a step has a final state, though nothing that it is the final state of.
  if (readout !== "final" || losses.length === N) expect(batch.loss()).toBeCloseTo(mean, 13);
}

/** What stands in a state for one row of the batch, cell after cell. */
const rowOfState = ({ cells, plan }: SequenceModel, state: ArrayLike<number>, n: number): number[] => {
  let at = 0;
  return cells.flatMap(({ states }) =>
    states.flatMap(({ size }) => {
      at += plan.batch * size;
      return Array.from({ length: size }, (_, j) => state[at - (plan.batch - n) * size + j]!);
    }),
  );
};

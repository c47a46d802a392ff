import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { simdSet } from "../../../engine/kernels/sets/choose.ts";
import type { NamedSpec } from "../../../engine/layers/networkSpec.ts";
import { type MeanName, means } from "../../../engine/losses/loss.ts";
import { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import { variants } from "../kernels/desk.ts";
import { buildRandom, distance, maskings, pass, usual } from "./support.ts";

const lstm = { lstm: { hiddenSize: 3 } };

interface Options {
  readonly mean: MeanName;
  readonly divideBy: "weights" | "steps";
  readonly labelSmoothing: number;
  readonly ignore: number | null;
  readonly classWeights: readonly number[] | null;
}

/** The loss of one step, in the words of the format: the mean over units, or with the mean `sum` their sum. */
function stepLoss(name: string, { mean, labelSmoothing: s, classWeights }: Options, logits: number[], target: number | number[]) {
  const K = logits.length;
  const largest = Math.max(...logits);
  const logSum = largest + Math.log(logits.reduce((sum, z) => sum + Math.exp(z - largest), 0));
  if (name === "softmaxCrossEntropy") {
    const q = (k: number) => (1 - s) * (typeof target === "number" ? Number(k === target) : target[k]!) + s / K;
    return logits.reduce((sum, z, k) => sum + (classWeights?.[k] ?? 1) * q(k) * (logSum - z), 0);
  }
  const each = logits.map((z, k) => {
    const t = (target as number[])[k]!;
    if (name === "meanSquaredError") return (z - t) ** 2;
    if (name === "meanAbsoluteError") return Math.abs(z - t);
    const p = 1 / (1 + Math.exp(-z));
    return -t * Math.log(p) - (1 - t) * Math.log(1 - p);
  });
  return each.reduce((a, b) => a + b, 0) / (mean === "sum" ? 1 : K);
}

/** The loss of a batch from the definitions, a step at a time. */
function expected(model: SequenceModel, name: string, options: Options): number {
  const { plan, mask, targets, targetFeatures, targetWeights } = model;
  const { units } = model.blueprint.head;
  const { mean, ignore, classWeights, divideBy } = options;
  const rows = plan.steps * plan.batch;
  let [sum, weights, steps] = [0, 0, 0];
  const rowSums = Array.from({ length: plan.batch }, () => ({ sum: 0, steps: 0 }));
  for (let r = 0; r < rows; r++) {
    const masked = mask.length > 0 && mask[r] === 0 && mean !== "padded";
    const id = targets[r];
    if (masked || (id !== undefined && id === ignore)) continue;
    const target = targets.length > 0 ? id! : Array.from(targetFeatures.subarray(r * units, (r + 1) * units));
    const logits = Array.from(
      model.logits(Math.floor(r / plan.batch)).slice((r % plan.batch) * units, ((r % plan.batch) + 1) * units),
    );
    const weight = targetWeights[r] ?? 1;
    const loss = weight * stepLoss(name, options, logits, target);
    const row = rowSums[r % plan.batch]!;
    sum += loss;
    weights += weight * (typeof target === "number" ? (classWeights?.[target] ?? 1) : 1);
    steps++;
    row.sum += loss;
    row.steps++;
  }
  const counted = rowSums.filter((row) => row.steps > 0);
  const byMean: Record<MeanName, number> = {
    valid: sum / (divideBy === "steps" ? steps : weights),
    all: sum / rows,
    padded: sum / rows,
    sum,
    stepSum: sum,
    rows: counted.reduce((total, row) => total + row.sum / row.steps, 0) / counted.length,
  };
  return Number.isFinite(byMean[mean]) ? byMean[mean] : 0;
}

const drawn = fc.record({
  name: fc.constantFrom("softmaxCrossEntropy", "probabilities", "meanSquaredError", "meanAbsoluteError", "binaryCrossEntropy"),
  mean: fc.constantFrom(...means),
  divideBy: fc.constantFrom("weights" as const, "steps" as const),
  labelSmoothing: fc.constantFrom(0, 0.1, 1),
  ignore: fc.constantFrom(null, -100, 0),
  classWeights: fc.constantFrom(null, [0.5, 2, 1, 0, 3, 0.25]),
  masks: fc.constantFrom(...maskings),
  targetWeights: fc.boolean(),
  seed: fc.nat(),
});

/** The options as the registry takes them, and those that count. */
function optionsOf({
  name,
  mean,
  divideBy,
  labelSmoothing,
  ignore,
  classWeights,
}: typeof drawn extends fc.Arbitrary<infer V> ? V : never) {
  const averaging = mean === "valid" ? { mean, divideBy } : { mean };
  const none = { labelSmoothing: 0, ignore: null, classWeights: null };
  if (name === "softmaxCrossEntropy")
    return {
      spec: { [name]: { ...averaging, labelSmoothing, ignore, classWeights } },
      options: { mean, divideBy, labelSmoothing, ignore, classWeights },
    };
  if (name === "probabilities")
    return {
      spec: { softmaxCrossEntropy: { ...averaging, labelSmoothing, targets: name } },
      options: { ...none, mean, divideBy, labelSmoothing },
    };
  return { spec: { [name]: averaging }, options: { ...none, mean, divideBy } };
}

test("A loss is what its definition says, with any options, masks and weights of targets", () => {
  fc.assert(
    fc.property(drawn, (given) => {
      const { spec, options } = optionsOf(given);
      const { masks, targetWeights, seed } = given;
      const model = buildRandom(lstm, { ...usual, loss: spec, masks, targetWeights, seed });
      if (given.name === "probabilities") normalize(model.targetFeatures, usual.units);
      model.forward();
      const wanted = expected(model, given.name === "probabilities" ? "softmaxCrossEntropy" : given.name, options);
      expect(model.loss()).toBeCloseTo(wanted, 11);
    }),
    { numRuns: 400 },
  );
});

function normalize(numbers: { [index: number]: number; length: number }, units: number): void {
  for (let from = 0; from < numbers.length; from += units) {
    let sum = 0;
    for (let k = from; k < from + units; k++) sum += numbers[k] = Math.abs(numbers[k]!);
    for (let k = from; k < from + units; k++) numbers[k] = numbers[k]! / sum;
  }
}

describe("a loss without options", () => {
  test("has the same bits as with the options that change nothing", () => {
    const plain = pass(buildRandom(lstm, usual));
    const same: readonly NamedSpec[] = [
      { softmaxCrossEntropy: {} },
      { softmaxCrossEntropy: { mean: "all", labelSmoothing: 0 } },
      { softmaxCrossEntropy: { ignore: -100, classWeights: [1, 1, 1, 1, 1, 1] } },
    ];
    for (const loss of same) expect(pass(buildRandom(lstm, { ...usual, loss }))).toBe(plain);
  });

  test("of probabilities that are certain is that of ids", () => {
    const ids = buildRandom(lstm, usual);
    const rows = buildRandom(lstm, { ...usual, loss: { softmaxCrossEntropy: { targets: "probabilities" } } });
    rows.values.set(ids.values);
    rows.state.set(ids.state);
    rows.inputs.set(ids.inputs);
    rows.targetFeatures.fill(0);
    for (const [row, id] of ids.targets.entries()) rows.targetFeatures[row * usual.units + id] = 1;
    expect(pass(rows)).toBeCloseTo(pass(ids), 14);
    expect(distance(rows.gradients, ids.gradients)).toBeLessThan(1e-15);
  });
});

describe("options that cannot be", () => {
  const refusals: readonly (readonly [NamedSpec, string])[] = [
    ["hinge", 'There is no loss "hinge"; there are softmaxCrossEntropy, meanSquaredError, meanAbsoluteError, binaryCrossEntropy'],
    [{ meanSquaredError: { labelSmoothing: 0.1 } }, '"labelSmoothing" is not among its options: mean, divideBy'],
    [{ softmaxCrossEntropy: { labelSmoothing: 1.5 } }, "labelSmoothing is 1.5, must be a number from 0 to 1"],
    [{ softmaxCrossEntropy: { mean: "batch" } }, 'mean is "batch", must be one of valid, all, rows, sum, stepSum, padded'],
    [
      { softmaxCrossEntropy: { mean: "all", divideBy: "steps" } },
      'divideBy is "steps", and the mean "all" divides by something else',
    ],
    [{ softmaxCrossEntropy: { classWeights: [1, 2] } }, "classWeights has 2 numbers for 6 units"],
    [{ softmaxCrossEntropy: { targets: "probabilities", ignore: 0 } }, "ignore and classWeights need targets that are ids"],
  ];
  for (const [loss, message] of refusals)
    test(`are refused: ${JSON.stringify(loss)}`, () => {
      expect(() => buildRandom(lstm, { ...usual, loss })).toThrow(message);
    });

  test("are no reason for a network without an output to have a loss", () => {
    const spec = {
      input: { kind: "ids", size: 5 },

      network: lstm,
      dense: null,
      loss: "softmaxCrossEntropy",
    } as const;
    const plan = { steps: 2, batch: 1, precision: "float64", training: false, slots: 0, readout: "all" } as const;
    const model = new SequenceModel(spec, plan);
    model.forward();
    expect(model.parameters.map(({ path }) => path)).toEqual(["kernel", "recurrentKernel", "bias"]);
    expect(() => model.loss()).toThrow("no output to be judged");
  });
});

/** [logits, target, loss, gradient], from decimals of sixty digits. */
const extremes: readonly (readonly [readonly number[], number, number, readonly number[]])[] = [
  [[-431, 279, 427], 0, 858, [-1, 5.301718666092324e-65, 1]],
  [[-1047, -981, 1891], 0, 2938, [-1, 0, 1]],
  [[-1047, -981, 1891], 2, 0, [0, 0, 0]],
  [[100, 80, 0], 0, 2.061153620314381e-9, [-2.0611536181902037e-9, 2.0611536181902037e-9, 3.7200759683531877e-44]],
  [[10_000, 9987.5, -10_000], 0, 3.7266462281239904e-6, [-3.7266392841865614e-6, 3.7266392841865614e-6, 0]],
  [[30_000, 30_000, 30_000], 1, 1.0986122886681098, [1 / 3, -2 / 3, 1 / 3]],
  [[1e8, 1e8, 1e8], 1, 1.0986122886681098, [1 / 3, -2 / 3, 1 / 3]],
];

describe("logits of hundreds and thousands", () => {
  const sets = [["float64", undefined], ...variants.map((variant) => ["float32", simdSet(variant)] as const)] as const;
  for (const [precision, kernels] of sets)
    test(`have the loss and the gradient that they have, to rounding: ${precision}`, () => {
      const spec = { input: { kind: "features", size: 1 }, network: { lstm: { hiddenSize: 2 } } } as const;
      const plan = { steps: 1, batch: 1, precision, training: true, slots: 0, readout: "all" } as const;
      for (const [logits, target, loss, gradient] of extremes)
        for (const name of ["softmaxCrossEntropy", { softmaxCrossEntropy: { targets: "probabilities" } }]) {
          const model = new SequenceModel({ ...spec, dense: { units: 3, bias: true }, loss: name }, plan, kernels);
          const bias = model.parameters.find(({ path }) => path === "dense/bias")!;
          bias.value.set(logits);
          if (typeof name === "string") model.targets[0] = target;
          else model.targetFeatures[target] = 1;
          // Some units in the last place of the sum of exponentials, which is about 1, in float64; of float32 in what comes of it.
          const relative = precision === "float32" ? 2e-7 : 4e-16;
          expect(Math.abs(pass(model) - loss)).toBeLessThan(1e-15 + relative * loss);
          // In float32 a probability of nearly 1 is the target's 1.
          const absolute = precision === "float32" && typeof name !== "string" ? 1e-7 : 1e-15;
          for (const [k, wanted] of gradient.entries())
            expect(Math.abs(bias.gradient[k]! - wanted)).toBeLessThan(absolute + relative * Math.abs(wanted));
        }
    });
});

import fc from "fast-check";
import type { NamedSpec, NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import { means } from "../../../../engine/losses/loss.ts";
import { checkGradients, type GradientCheck } from "../../../../engine/parity/gradientCheck.ts";
import { buildRandom, type Drawn, maskings, readouts } from "../support.ts";
import { hasEnd, multiplies, networksOf, networksOnIds, takesMasks } from "./drawNetwork.ts";

/** A network and everything that a check of its gradients depends on. */
export interface Trial {
  readonly network: NetworkSpec;
  readonly drawn: Drawn;
  /** Of the dropout masks; null while nothing is dropped. */
  readonly dropout: number | null;
  /** Whether the loss has a part that reads the final states. */
  readonly readsFinalState: boolean;
}

const inputs = fc.constantFrom("ids" as const, "features" as const);

const hiddenLayers = fc.record({
  units: fc.integer({ min: 1, max: 4 }),
  activation: fc.constantFrom("linear" as const, "tanh" as const, "sigmoid" as const),
  bias: fc.boolean(),
});

/** Every loss with its options, of so many units. */
function lossesOf(units: number): fc.Arbitrary<NamedSpec> {
  const averaging = fc.oneof(
    fc.record({ mean: fc.constantFrom(...means) }),
    fc.record({ mean: fc.constant("valid"), divideBy: fc.constantFrom("weights", "steps") }),
  );
  const labelSmoothing = fc.constantFrom(0, 0.2, 1);
  const softmax = fc.record({
    averaging,
    labelSmoothing,
    ignore: fc.constantFrom(null, 0),
    classWeights: fc.option(fc.array(fc.constantFrom(0, 0.5, 1, 3), { minLength: units, maxLength: units })),
  });
  const ofNumbers = fc.constantFrom("meanSquaredError", "meanAbsoluteError", "binaryCrossEntropy");
  return fc.oneof(
    fc.constantFrom("softmaxCrossEntropy", "meanSquaredError"),
    softmax.map(({ averaging, ...options }) => ({ softmaxCrossEntropy: { ...averaging, ...options } })),
    fc.record({ averaging, labelSmoothing }).map(({ averaging, ...options }) => ({
      softmaxCrossEntropy: { ...averaging, ...options, targets: "probabilities" },
    })),
    fc.tuple(ofNumbers, averaging).map(([name, options]) => ({ [name]: options })),
  );
}

export const trials: fc.Arbitrary<Trial> = fc
  .record({ input: inputs, size: fc.integer({ min: 1, max: 5 }), depth: fc.integer({ min: 0, max: 2 }) })
  .chain(({ input, size, depth }) =>
    fc.record({
      input: fc.constant(input),
      size: fc.constant(size),
      depth: fc.constant(depth),
      units: fc.integer({ min: 1, max: 4 }),
    }),
  )
  .chain(({ input, size, depth, units }) =>
    fc.record({
      network: input === "ids" ? networksOnIds(size, depth) : networksOf(size, depth),
      drawn: fc.record({
        T: fc.integer({ min: 1, max: 5 }),
        N: fc.integer({ min: 1, max: 3 }),
        D: fc.integer({ min: 1, max: 5 }),
        units: fc.constant(units),
        input: fc.constant(input),
        loss: lossesOf(units),
        readout: fc.constantFrom(...readouts),
        seed: fc.nat(),
        masks: fc.constantFrom(...maskings),
        hidden: fc.array(hiddenLayers, { maxLength: 2 }),
        trainInitialState: fc.boolean(),
        targetWeights: fc.boolean(),
      }),
      dropout: fc.option(fc.nat()),
      readsFinalState: fc.boolean(),
    }),
  )
  .map((trial) => ({ ...trial, drawn: fitting(trial.network, trial.drawn) }));

/** What the network cannot have, exchanged for what it can. */
const fitting = (network: NetworkSpec, drawn: Drawn): Drawn => ({
  ...drawn,
  readout: drawn.readout === "final" && !hasEnd(network) ? "mean" : drawn.readout,
  masks: drawn.masks === "holes" && !takesMasks(network) ? "lengths" : (drawn.masks ?? null),
});

/** What has a derivative that jumps. */
const corners = /"(relu|hardSigmoid\w*)"|"(cell|gate|projection)Clip":\d|meanAbsoluteError/;

/**
 * The check of the tensor that agrees least: of every parameter, of the initial states, and of real inputs. Where a network has corners, one
 * of them may lie within any difference's reach; so it is looked at from three places near by: what is wrong is wrong at all of them.
 */
export function worstOf({ network, drawn, dropout, readsFinalState }: Trial, elements: number): GradientCheck {
  const model = buildRandom(network, drawn, { finalStateGradient: readsFinalState });
  for (let i = 0; i < model.finalStateGradient.length; i++) model.finalStateGradient[i] = Math.sin(i + 1);
  if (multiplies(network))
    for (const array of [model.values, model.state]) for (let i = 0; i < array.length; i++) array[i]! *= 0.4;
  model.dropOut(dropout);
  const look = () => [...checkGradients(model, elements)].reduce((a, b) => (b.largestError <= a.largestError ? a : b));
  let worst = look();
  for (
    let nudge = 1;
    nudge <= 2 && !(worst.largestError < 1e-6) && corners.test(JSON.stringify([network, drawn.loss]));
    nudge++
  ) {
    for (let i = 0; i < model.values.length; i++) model.values[i]! += 1e-2 * Math.sin(i + nudge);
    worst = look();
  }
  return worst;
}

import fc from "fast-check";
import type { NetworkSpec } from "../../../../engine/layers/networkSpec.ts";
import { checkGradients, type GradientCheck } from "../../../../engine/parity/gradientCheck.ts";
import { buildRandom, type Drawn } from "../support.ts";
import { multiplies, networksOf, networksOnIds } from "./drawNetwork.ts";

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

export const trials: fc.Arbitrary<Trial> = fc
  .record({ input: inputs, size: fc.integer({ min: 1, max: 5 }), depth: fc.integer({ min: 0, max: 2 }) })
  .chain(({ input, size, depth }) =>
    fc.record({
      network: input === "ids" ? networksOnIds(size, depth) : networksOf(size, depth),
      drawn: fc.record({
        T: fc.integer({ min: 1, max: 5 }),
        N: fc.integer({ min: 1, max: 3 }),
        D: fc.integer({ min: 1, max: 5 }),
        units: fc.integer({ min: 1, max: 4 }),
        input: fc.constant(input),
        loss: fc.constantFrom("softmaxCrossEntropy" as const, "meanSquaredError" as const),
        readout: fc.constantFrom("all" as const, "last" as const),
        seed: fc.nat(),
        ragged: fc.boolean(),
      }),
      dropout: fc.option(fc.nat()),
      readsFinalState: fc.boolean(),
    }),
  );

/** What has a derivative that jumps. */
const corners = /"(relu|hardSigmoid\w*)"|"(cell|gate|projection)Clip":\d/;

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
  for (let nudge = 1; nudge <= 2 && !(worst.largestError < 1e-6) && corners.test(JSON.stringify(network)); nudge++) {
    for (let i = 0; i < model.values.length; i++) model.values[i]! += 1e-2 * Math.sin(i + nudge);
    worst = look();
  }
  return worst;
}

import { expect, test } from "vitest";
import { adam, clipByNormEach, penalize, rmsprop, sgd } from "../../../engine/api/optimizers.ts";
import { reduceOnPlateau, warmUp } from "../../../engine/api/schedules.ts";
import { SequenceModel } from "../../../engine/model/sequenceModel.ts";
import { weightsOf } from "../../../engine/model/weights.ts";
import { chain } from "../../../engine/optimizers/chain.ts";
import type { Optimizer } from "../../../engine/optimizers/optimizer.ts";
import { allocatedBy } from "../heap.ts";

/** What the rules take from the heap that treat weights one by one. In a file of its own: other tests would keep the compiler guessing. */

/** Of a thousand steps: some boxed numbers for each of the stretches that a step is divided into. */
const most = 600_000;

const learningRate = warmUp({ steps: 10, schedule: reduceOnPlateau({ rate: 1e-3 }) });
const bounded = clipByNormEach({ bound: 0.1, lookUps: "separate" });
const optimizers: readonly (readonly [string, Optimizer])[] = [
  [
    "RMSprop, centred, with momentum, a decay of some weights, and used rows alone",
    chain(bounded, rmsprop({ learningRate, momentum: 0.9, centered: true, onlyUsedRows: true })),
  ],
  [
    "Adam with squares of each look-up and a decay of some weights",
    chain(bounded, adam({ learningRate, lookUps: "separate", amsgrad: true, weightDecay: 0.01, decayOnly: ["*kernel"] })),
  ],
  ["SGD with a penalty", sgd({ learningRate, momentum: 0.9, l2: 0.1 })],
];

for (const [title, optimizer] of optimizers)
  test(`${title}: a thousand steps allocate no more than some boxed numbers each`, async () => {
    const model = new SequenceModel(
      {
        input: { kind: "ids", size: 7 },
        embedding: { size: 3 },
        network: { lstm: { hiddenSize: 4 } },
        dense: { units: 7, bias: true },
        loss: "softmaxCrossEntropy",
      },
      { steps: 4, batch: 2, precision: "float32", training: true, slots: optimizer.slots, readout: "all" },
    );
    model.values.fill(0.1);
    model.inputs.set([3, 1, 4, 1, 5, 2, 6, 5]);
    model.forward();
    model.loss();
    model.zeroGradients();
    model.backward();
    const penalty = penalize({ l2: 1e-9, weights: ["*kernel"] });
    const update = { step: 0, gradientNorm: 1 };
    const take = (steps: number) => {
      for (let step = 0; step < steps; step++) {
        update.step++;
        penalty.addGradient(weightsOf(model));
        optimizer.apply(weightsOf(model), update, 1);
      }
    };
    let bytes = Infinity;
    for (let tries = 0; tries < 30 && bytes >= most; tries++) {
      take(1000);
      bytes = await allocatedBy(() => take(1000));
    }
    expect(bytes).toBeLessThan(most);
  });

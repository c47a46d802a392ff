import fc from "fast-check";
import { networks, type Wanted } from "./drawNetwork.ts";
import { Numbers } from "./numbers.ts";
import type { LossName, ModelDescription, OptimizerDescription, Question, Step } from "./parityCase.ts";

/**
 * Draws whole questions with everything that the parity format can say: networks, lengths, states, losses and optimizers. Small and lopsided:
 * T ≥ 3, N ≥ 2, and the sizes of the input (6 to 8) and of neighbouring layers (2 to 5) differ.
 */

export interface DrawOptions extends Partial<Pick<Wanted, "extensions" | "suits">> {
  /** Optimizer steps of each case; 50 where left out. */
  readonly steps?: number;
  /** Whether ids may be looked up in an embedding, another extension; as `extensions` where left out. */
  readonly embedding?: boolean;
  /** Whether rows may be of different lengths; true where left out. */
  readonly lengths?: boolean;
}

const optimizers: fc.Arbitrary<OptimizerDescription> = fc
  .tuple(
    fc.constantFrom<OptimizerDescription[]>(
      { name: "sgd", learningRate: 0.05 },
      { name: "sgd", learningRate: 0.02, momentum: 0.8 },
      { name: "sgd", learningRate: 0.02, momentum: 0.8, nesterov: true },
      { name: "adam", learningRate: 0.01 },
      { name: "adam", learningRate: 0.005, beta1: 0.8, beta2: 0.99, epsilon: 1e-6 },
      { name: "adamw", learningRate: 0.01, weightDecay: 0.05 },
      { name: "rmsprop", learningRate: 0.002, decay: 0.9 },
      { name: "adagrad", learningRate: 0.03 },
    ),
    fc.constantFrom({}, {}, { clipNorm: 0.3 }, { clipValue: 0.05 }),
  )
  .map(([optimizer, clipping]) => ({ ...optimizer, ...clipping }));

const sizes = ({ extensions = false, embedding = extensions, suits = () => true }: DrawOptions) =>
  fc.record({
    network: fc.constantFrom(3, 4, 5).chain((size) => networks({ size, depth: 2, extensions, suits })),
    inputSize: fc.constantFrom(6, 7, 8),
    embedded: embedding ? fc.boolean() : fc.constant(false),
    loss: fc.constantFrom<LossName[]>("softmaxCrossEntropy", "meanSquaredError"),
    readout: fc.constantFrom("all", "last"),
    ids: fc.boolean(),
    batch: fc.constantFrom(2, 3),
    time: fc.constantFrom(3, 4, 5),
  });

type Sizes = ReturnType<typeof sizes> extends fc.Arbitrary<infer T> ? T : never;

/** Questions for the oracles. The numbers come from one seed, so that a failing case shrinks in its structure. */
export function questions(options: DrawOptions = {}): fc.Arbitrary<Question> {
  const { steps = 50, lengths = true } = options;
  return fc
    .record({
      sizes: sizes(options),
      optimizer: optimizers,
      seed: fc.nat(),
      withLengths: lengths ? fc.boolean() : fc.constant(false),
      withStates: fc.boolean(),
      carryState: fc.boolean(),
    })
    .map(({ sizes: drawn, optimizer, seed, withLengths, withStates, carryState }): Question => {
      const numbers = new Numbers(seed);
      const model = modelOf(drawn);
      return {
        format: "lstm-parity/1",
        name: `Drawn from ${seed}`,
        model,
        weights: numbers.weights(model),
        ...(withStates ? { initialState: numbers.states(model, drawn.batch) } : {}),
        optimizer,
        carryState,
        steps: Array.from({ length: steps }, () => stepOf(model, drawn, withLengths, numbers)),
      };
    });
}

function modelOf({ inputSize, embedded, network, readout, loss }: Sizes): ModelDescription {
  const model = { inputSize, network, readout, dense: { units: 7 }, loss };
  return embedded ? { ...model, embedding: { size: 6 } } : model;
}

function stepOf(model: ModelDescription, { batch, time, ids }: Sizes, withLengths: boolean, numbers: Numbers): Step {
  const { inputSize, embedding, readout, dense, loss } = model;
  const read = readout === "all" ? time : 1;
  return {
    inputs: ids || embedding ? numbers.ids(batch, time, inputSize) : numbers.tensor([batch, time, inputSize], 0, 1.5),
    targets:
      loss === "softmaxCrossEntropy" ? numbers.ids(batch, read, dense.units) : numbers.tensor([batch, read, dense.units], 0, 1),
    ...(withLengths ? { lengths: Array.from({ length: batch }, () => 1 + numbers.below(time)) } : {}),
  };
}

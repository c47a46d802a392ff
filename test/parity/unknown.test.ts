import { describe, expect, test } from "vitest";
import { readCase } from "../../engine/parity/readCase.ts";
import { drop, type Edit, type Editable, edited, type Good, set } from "./edited.ts";

/** What is done to a good case, and what the error says of it. */
const refusals: readonly (readonly [string, Good, Edit, string])[] = [
  ["an unknown key of the case", "stacked", (json) => set(json, "seed", 1), '"seed" is not known here'],
  ["an unknown key of the model", "stacked", (json) => set(json.model, "vocabulary", 5), 'model: "vocabulary" is not known here'],
  ["an unknown key of a step", "stacked", (json) => set(json.steps[1], "length", [4, 4]), 'steps[1]: "length" is not known here'],
  [
    "an unknown key of the output",
    "stacked",
    (json) => set(json.model.dense, "activation", "tanh"),
    'model.dense: "activation" is not known',
  ],
  [
    "an unknown key of the embedding",
    "tied",
    (json) => set(json.model.embedding, "mask", 0),
    'model.embedding: "mask" is not known',
  ],
  [
    "an unknown key of a hidden layer",
    "tied",
    (json) => set(json.model.hidden[0], "size", 4),
    'model.hidden[0]: "size" is not known',
  ],
  [
    "an unknown key of the loss",
    "meanAll",
    (json) => set(json.model.loss, "reduction", "sum"),
    'model.loss: "reduction" is not known',
  ],
  ["an unknown key of what is expected", "stacked", (json) => set(json.expect, "norm", 1), 'expect: "norm" is not known'],
  [
    "an unknown key of inputs",
    "stacked",
    (json) => set(json.steps[0].inputs, "mask", []),
    'steps[0].inputs: "mask" is not known',
  ],
  ["an unknown kind of numbers", "stacked", (json) => set(json, "dtype", "bfloat16"), "dtype: must be one of float64, float32"],
  [
    "a file of its own",
    "stacked",
    (json) => set(json, "model", { file: "a.keras" }),
    "a model in a file of its own is not read here yet",
  ],
  [
    "a mask beside lengths",
    "masked",
    (json) => set(json.steps[0], "lengths", [1, 1, 1]),
    'steps[0].mask: is in place of "lengths"; give one of them',
  ],
  ["a mask of numbers", "masked", (json) => set(json.steps[0].mask[0], 0, 1), "steps[0].mask[0][0]: must be true or false, is 1"],
  [
    "a mask of other steps",
    "masked",
    (json) => set(json.steps[0], "mask", [[true]]),
    "steps[0].mask: has [1, 1] steps, expected are [3, 5]",
  ],
  [
    "a mask for outputs as they are computed",
    "computed",
    (json) =>
      drop(json.steps[0], "lengths") ??
      set(json.steps[0], "mask", [
        [true, true, true, true],
        [true, true, false, false],
      ]),
    'steps[0].mask: the network has a "reverse" with outputs "computed", which takes no mask',
  ],
  [
    "other outputs of a reversed layer",
    "computed",
    (json) => set((json.model.network as unknown as { reverse: Editable }).reverse, "outputs", "flipped"),
    "must be one of turned, computed",
  ],
  [
    "weights of other targets",
    "stacked",
    (json) => set(json.steps[0], "targetWeights", [[1, 2]]),
    "steps[0].targetWeights: has [1, 2] weights, expected are [2, 4]",
  ],
  [
    "a loss of ids that wants numbers",
    "stacked",
    (json) => set(json.model, "loss", "binaryCrossEntropy"),
    'model.loss: the targets of "binaryCrossEntropy" are numbers, not ids',
  ],
  [
    "a divisor of another mean",
    "meanAll",
    (json) => set(json.model.loss, "divideBy", "steps"),
    'model.loss.divideBy: is of the mean "valid" alone',
  ],
  [
    "class weights of other classes",
    "meanAll",
    (json) => set(json.model.loss, "classWeights", [1]),
    "model.loss.classWeights: has 1 weights for 4 units",
  ],
  [
    "a smoothing of more than all",
    "meanAll",
    (json) => set(json.model.loss, "labelSmoothing", 2),
    "labelSmoothing: must be from 0 to 1",
  ],
  [
    "a penalty on no weight",
    "meanAll",
    (json) => set(json.model.loss, "penalty", { l2: 0.1, weights: ["0/kernel"] }),
    'model.loss.penalty.weights[0]: there is no weight "0/kernel"; there are kernel, recurrent_kernel, bias',
  ],
  [
    "an unknown readout",
    "stacked",
    (json) => set(json.model, "readout", "first"),
    "model.readout: must be one of all, last, mean, final",
  ],
  [
    "the final state of a layer that has none",
    "stacked",
    (json) => set(json.model, "readout", "final") ?? json.model.network.stacked.push({ dense: { units: 4 } } as never),
    "model.readout: a network that ends in a dense layer has no final state to read",
  ],
  [
    "an unknown activation of a dense layer",
    "tied",
    (json) => set(json.model.hidden[0], "activation", "gelu"),
    "model.hidden[0].activation: must be one of linear, tanh, relu, sigmoid",
  ],
  [
    "an output tied to nothing",
    "stacked",
    (json) => set(json.model.dense, "tied", true),
    "model.dense.tied: there is no embedding to be tied to",
  ],
  [
    "an output tied to fewer rows",
    "tied",
    (json) => set(json.model.dense, "units", 5),
    "model.dense.tied: the embedding has 6 rows for 5 units",
  ],
  [
    "an output tied to other columns",
    "tied",
    (json) => set(json.model.hidden[0], "units", 3),
    "model.dense.tied: the embedding has rows of 4 numbers for 3 features",
  ],
  [
    "a kernel beside the one that is tied",
    "tied",
    (json) => set(json.weights, "dense/kernel", {}),
    'weights: "dense/kernel" is not known here',
  ],
  [
    "a padding id that there is not",
    "tied",
    (json) => set(json.model.embedding, "padding", 6),
    "model.embedding.padding: the id 6 is not below 6",
  ],
  [
    "numbers to be embedded",
    "regression",
    (json) => set(json.model, "embedding", { size: 2 }),
    "model.embedding: reads ids, and the inputs are numbers",
  ],
  [
    "initial states to learn, of which there are none",
    "learned",
    (json) => drop(json, "initialState"),
    'trainInitialState: there is nothing to train: "initialState" says which states',
  ],
  [
    "an initial state for each row, to be learned",
    "learned",
    (json) => set(json.initialState["0/"].h, "shape", [3, 4]),
    "initialState.0/.h: has the shape [3, 4], expected is [1, 4]",
  ],
];

describe("what is refused, saying where", () => {
  for (const [what, name, edit, message] of refusals)
    test(what, () => {
      expect(() => readCase(edited(name, edit))).toThrow(message);
    });
});

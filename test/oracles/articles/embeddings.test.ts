import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adam, bidirectional, features, ids, lstm, type Network, type NetworkSpec, network, sgd } from "../../../engine/index.ts";
import { fromDeepBreathe, type Rows, rowsOf } from "../../unit/engine/articles/layouts.ts";
import { python, withoutPyTorch } from "../available.ts";
import { Numbers } from "../numbers.ts";
import type { ModelDescription, OptimizerDescription, ParityCase, Question, Tensor } from "../parityCase.ts";
import { PyTorch } from "../pytorch/pytorch.ts";

/** Word embeddings, learned through dx, the gradient that an LSTM hands down to its input. */

const sizes = { words: 11, embedding: 4, hidden: 5 };
const cell = { lstm: { hiddenSize: sizes.hidden, layout: "deepBreathe", forgetBias: 1 } } as const;

/** A sentence in which words come twice, so that a word's gradient is a sum; two rows. */
const inputs = [
  [6, 1, 8, 6, 5, 0],
  [4, 3, 9, 2, 8, 8],
];
const targets = inputs.map((row) => [...row.slice(1), 10]);

const networks: readonly (readonly [string, NetworkSpec, ModelDescription["network"]])[] = [
  ["one LSTM", lstm(sizes.hidden, { forgetBias: 1 }), cell],
  [
    "a bidirectional LSTM",
    bidirectional(lstm(sizes.hidden, { forgetBias: 1 })),
    { bidirectional: { forward: cell, backward: cell, merge: "concat" } },
  ],
];

function question(described: ModelDescription["network"], optimizer: OptimizerDescription): Question {
  const { words, embedding } = sizes;
  const numbers = new Numbers(27);
  const model = {
    inputSize: words,
    embedding: { size: embedding },
    network: described,
    readout: "all",
    dense: { units: words },
    loss: "softmaxCrossEntropy",
  } as const;
  const step = { inputs: { ids: inputs }, targets: { ids: targets } };
  const steps = Array.from({ length: 30 }, () => step);
  return { format: "lstm-parity/1", name: "Embeddings through dx", model, weights: numbers.weights(model), optimizer, steps };
}

const rows = ({ shape, data }: Tensor): number[][] => rowsOf(data, shape.at(-1)!);

function setWeights(net: Network, weights: Question["weights"], skip = ""): void {
  for (const [path, tensor] of Object.entries(weights)) {
    if (path === skip) continue;
    const cellPath = path.endsWith("W") ? path.slice(0, -1) : null;
    if (cellPath === null) net.setWeight(path, rows(tensor));
    else for (const [name, part] of Object.entries(fromDeepBreathe(rows(tensor)))) net.setWeight(`${cellPath}${name}`, part);
  }
}

const distance = (actual: Rows, expected: Rows): number =>
  Math.max(...expected.flatMap((row, i) => row.map((value, j) => Math.abs(actual[i][j] - value))));

const path = "embedding/kernel";

describe.skipIf(!python)(python ? "Word embeddings" : `Word embeddings, ${withoutPyTorch}`, () => {
  let pytorch: PyTorch;
  beforeAll(async () => {
    pytorch = await PyTorch.start({ python: python as string });
  }, 60_000);
  afterAll(() => pytorch?.close());

  describe.each(networks)("below %s", (_, layers, described) => {
    const build = () => network({ input: ids(sizes.words, { embedding: sizes.embedding }), layers, dense: sizes.words });

    test("have PyTorch's gradients, and none where a word does not stand in the text", async () => {
      const asked = question(described, { name: "sgd", learningRate: 0.1 });
      const wanted = (await pytorch.complete(asked)).expect.steps[0].gradients[path];
      const net = build();
      setWeights(net, asked.weights);
      net.gradients(inputs, targets);
      expect(distance(net.gradient(path), rows(wanted))).toBeLessThan(1e-12);
      expect(net.gradient(path)[7]).toEqual([0, 0, 0, 0]);
      expect(net.gradient(path)[6].every((value) => value !== 0)).toBe(true);
    });

    test.each([
      ["SGD", sgd({ learningRate: 0.1 }), { name: "sgd", learningRate: 0.1 }],
      ["Adam", adam({ learningRate: 0.02 }), { name: "adam", learningRate: 0.02 }],
    ] as const)("after thirty steps of %s stand where PyTorch's stand", async (__, optimizer, description) => {
      const answer: ParityCase = await pytorch.complete(question(described, description));
      const net = build();
      setWeights(net, answer.weights);
      const { losses } = net.fit(inputs, targets, { optimizer, steps: 30 });
      expect(distance([losses], [answer.expect.losses])).toBeLessThan(1e-9);
      expect(distance(net.weight(path), rows(answer.expect.weights[path]))).toBeLessThan(1e-9);
      expect(net.weight(path)[7]).toEqual(rows(answer.weights[path])[7]);
    });
  });
});

test.each(networks)("below %s, a word's gradient is the sum of dx over the places where it stands", (_, layers, described) => {
  const { weights } = question(described, { name: "sgd", learningRate: 0.1 });
  const words = network({ input: ids(sizes.words, { embedding: sizes.embedding }), layers, dense: sizes.words });
  const vectors = network({ input: features(sizes.embedding), layers, dense: sizes.words });
  setWeights(words, weights);
  setWeights(vectors, weights, path);
  const table = words.weight(path);
  words.gradients(inputs, targets);
  vectors.gradients(
    inputs.map((row) => row.map((word) => table[word])),
    targets,
  );
  const dx = vectors.inputGradient();
  const sums = table.map((row) => row.map(() => 0));
  for (const [n, row] of inputs.entries())
    for (const [t, word] of row.entries()) for (const [j, value] of dx[n][t].entries()) sums[word][j] += value;
  expect(distance(words.gradient(path), sums)).toBeLessThan(1e-15);
});

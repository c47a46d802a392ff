import { describe, expect, test } from "vitest";
import { bidirectional, layerNormLstm, lstm, type Network, type NetworkSpec, sgd, stacked } from "../../../../engine/index.ts";
import type { Rows } from "./layouts.ts";
import { packed, rows, type StoryCase, setLayerNorm, statesOf, storyCase, storyNetwork, unpackedLayerNorm } from "./storyCase.ts";

/**
 * The story-word case study of the articles, built by the public API and trained from the articles' weights; the numbers to be met are
 * PyTorch's, in float64, from the cases in test/parity/cases/story.
 */

const cell = lstm(5, { forgetBias: 1 });
const pair = stacked(cell, cell);

const studies: readonly (readonly [string, NetworkSpec, string])[] = [
  ["one LSTM", cell, "story-one-lstm"],
  ["one LSTM, from a state of ones", cell, "story-one-lstm-initial-state"],
  ["LayerNormBasicLSTMCell with layer_norm off", layerNormLstm(5, { forgetBias: 1, layerNorm: false }), "story-one-lstm"],
  [
    "LayerNormBasicLSTMCell with layer_norm off, from a state of ones",
    layerNormLstm(5, { forgetBias: 1, layerNorm: false }),
    "story-one-lstm-initial-state",
  ],
  ["a MultiRNNCell", pair, "story-multi-rnn-cell"],
  ["a MultiRNNCell, from drawn states", pair, "story-multi-rnn-cell-initial-state"],
  ["bidirectional_dynamic_rnn", bidirectional(cell), "story-bidirectional"],
  ["bidirectional_dynamic_rnn, from drawn states", bidirectional(cell), "story-bidirectional-initial-state"],
  ["bidirectional over stacked cells", bidirectional(pair), "story-bidirectional-stacked"],
  ["bidirectional over stacked cells, from drawn states", bidirectional(pair), "story-bidirectional-stacked-initial-state"],
];

type Reader = (path: string, read: (path: string) => Rows) => Rows;

/** The tolerance of the cases: twelve digits are in the files. */
function expectRows(actual: Rows, expected: Rows, where: string): void {
  expect([actual.length, actual[0].length], where).toEqual([expected.length, expected[0].length]);
  for (const [i, row] of expected.entries())
    for (const [j, value] of row.entries())
      expect(Math.abs(actual[i][j] - value), `${where} [${i}, ${j}]`).toBeLessThanOrEqual(1e-9 + 1e-7 * Math.abs(value));
}

/** Every step as the case has it: one window of three words, one update. */
function walk(net: Network, story: StoryCase, asTheirs: Reader): void {
  const optimizer = sgd({ learningRate: story.optimizer.learningRate });
  const initialState = statesOf(story.initialState);
  for (const [index, { inputs, targets }] of story.steps.entries()) {
    const wanted = story.expect.steps[index];
    if (wanted) {
      expectRows(net.predict(inputs.ids, { initialState }) as number[][], rows(wanted.logits), `step ${index} logits`);
      net.gradients(inputs.ids, targets.ids.flat(), { initialState });
      for (const [path, gradient] of Object.entries(wanted.gradients))
        expectRows(
          asTheirs(path, (own) => net.gradient(own)),
          rows(gradient),
          `step ${index} gradient of ${path}`,
        );
      for (const [path, states] of Object.entries(statesOf(wanted.finalState)))
        for (const [name, state] of Object.entries(states))
          expectRows(net.finalState()[path.replace(/\/$/u, "")][name], state as Rows, `step ${index} state ${path}${name}`);
    }
    const { losses } = net.fit(inputs.ids, targets.ids.flat(), { optimizer, steps: 1, initialState });
    expect(Math.abs(losses[0] - story.expect.losses[index]), `loss ${index}`).toBeLessThan(1e-9);
  }
  for (const [path, weight] of Object.entries(story.expect.weights))
    expectRows(
      asTheirs(path, (own) => net.weight(own)),
      rows(weight),
      `final ${path}`,
    );
}

describe("the story-word case study", () => {
  test.each(studies)("on %s, gives PyTorch's numbers from the first window to the last update", (_, layers, file) => {
    const story = storyCase(file);
    walk(storyNetwork(layers, story), story, packed);
  });

  test.each([
    ["from drawn states", "story-layer-norm"],
    ["from a state of zeros", "story-layer-norm-zero-state"],
  ])("on LayerNormBasicLSTMCell with layer_norm on, %s, gives PyTorch's numbers", (_, file) => {
    const story = storyCase(file);
    const net = storyNetwork(layerNormLstm(5, { forgetBias: 1 }), { ...story, weights: denseOf(story) });
    setLayerNorm(net, story);
    walk(net, story, unpackedLayerNorm);
  });

  test("packs an LSTM's weights into 20 × 16 numbers, and the upper layer's into 20 × 11", () => {
    const net = storyNetwork(pair, storyCase("story-multi-rnn-cell"));
    const shapes = ["0/W", "1/W"].map((path) => packed(path, (own) => net.weight(own)));
    expect(shapes.map((packedRows) => [packedRows.length, packedRows[0].length])).toEqual([
      [20, 16],
      [20, 11],
    ]);
  });
});

const denseOf = ({ weights }: StoryCase): StoryCase["weights"] =>
  Object.fromEntries(Object.entries(weights).filter(([path]) => path.startsWith("dense")));

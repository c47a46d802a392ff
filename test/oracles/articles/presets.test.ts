import { beforeAll, describe, expect, test } from "vitest";
import type { Json } from "../../../engine/presets/preset.ts";
import { presetNamed } from "../../../engine/presets/presets.ts";
import { buildRun, type Run } from "../../../engine/runs/build.ts";
import type { Rows } from "../../unit/engine/articles/layouts.ts";
import { python, withoutPyTorch } from "../available.ts";
import { askCharacters, type CharacterAnswer, type CharacterQuestion, chunks, seqLength, text } from "./character.ts";
import { characterNetwork, distance, hidden, theirs, type Version } from "./characterNetwork.ts";

/**
 * The presets of the character LSTM, made small, against the articles' arithmetic in float64: carry, gradient, rule and cell are the preset's
 * own; text, units and first weights are the oracle's.
 */

/** As many as the text has, so that it does not begin anew. */
const feed = chunks(15);

const asked = {
  "characters-numpy": { version: "numpy", update: { rule: "sgd", learningRate: 0.01 } },
  "characters-tensorflow": { version: "tensorflow", update: { rule: "adam", learningRate: 0.01, epsilon: 1e-8 } },
  "characters-keras": { version: "keras", update: { rule: "adam", learningRate: 0.01, epsilon: 1e-7 } },
  // The oracle has this rule for the LSTM that the articles made of it.
  "min-char-rnn": { version: "numpy", update: { rule: "adagrad", learningRate: 0.1 } },
} as const satisfies Record<string, Pick<CharacterQuestion, "version" | "update">>;
type Name = keyof typeof asked;

type Part = { readonly [key: string]: Json };

function smaller(name: Name): Json {
  const { recipe } = presetNamed(name)!;
  const { streams } = recipe.task as { streams: Part };
  const { rnn, lstm } = recipe.network as { rnn?: Part; lstm?: Part };
  const training = recipe.training as Part & { initializers: Part };
  const net = characterNetwork(asked[name].version);
  const weights = Object.fromEntries(net.parameters.map(({ path }) => [path, net.weight(path)]));
  return {
    ...recipe,
    task: { streams: { ...streams, sequenceLength: seqLength, ...(rnn && { carry: "h" }) } },
    network: { lstm: { ...lstm, hiddenSize: hidden } },
    training: {
      ...training,
      steps: feed.length,
      precision: "float64",
      initializers: { ...training.initializers, weights: weights as unknown as Json },
    },
  };
}

function rowsIn(run: Run): (path: string) => Rows {
  return (path) => {
    const { rows, columns, value } = run.trainer.model.parameters.find((each) => each.path === path)!;
    return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (__, j) => value[i * columns + j]!));
  };
}

describe.skipIf(!python)(
  python ? "The presets of the character LSTM" : `The presets of the character LSTM, ${withoutPyTorch}`,
  () => {
    let wanted: Record<string, CharacterAnswer>;
    beforeAll(() => {
      const questions = Object.values(asked).map((each): CharacterQuestion => {
        const net = characterNetwork(each.version);
        return { ...each, hidden, chunks: feed, weights: theirs(each.version, (path) => net.weight(path)) };
      });
      const told = askCharacters(python as string, questions);
      wanted = Object.fromEntries(Object.keys(asked).map((name, index) => [name, told[index]]));
    }, 60_000);

    test.each(Object.entries(asked) as [Name, { version: Version }][])(
      "%s has its losses and its weights",
      (name, { version }) => {
        const run = buildRun({ text, recipe: smaller(name), chosen: {}, model: null, threads: 1 });
        const losses = feed.map(() => run.trainer.step()!.loss);
        expect(distance([losses], [wanted[name].losses])).toBeLessThan(1e-9);
        const weights = theirs(version, rowsIn(run));
        for (const [path, rows] of Object.entries(wanted[name].weights))
          expect(distance(weights[path], rows), path).toBeLessThan(1e-9);
      },
    );
  },
);

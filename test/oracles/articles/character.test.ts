import { beforeAll, describe, expect, test } from "vitest";
import { adagrad, adam, chain, clipByValue, type Network, type Optimizer, sgd } from "../../../engine/index.ts";
import { python, withoutPyTorch } from "../available.ts";
import { askCharacters, type CharacterAnswer, type CharacterQuestion, chunks, seqLength } from "./character.ts";
import { characterNetwork, distance, hidden, theirs, type Version } from "./characterNetwork.ts";

/**
 * The character LSTM of the articles, in its three versions, chunk after chunk of a text: the engine by its public API against the
 * articles' arithmetic in float64.
 */

/** Through the text two and a half times, so that it begins anew twice. */
const feed = chunks(36);

const kerasAdam = { learningRate: 0.01, epsilon: 1e-7 };

/** What the oracle is asked. */
const asked = {
  numpySgd: { version: "numpy", update: { rule: "sgd", learningRate: 0.01 } },
  minCharRnn: { version: "numpy", update: { rule: "adagrad", learningRate: 0.1 } },
  tensorflowSgd: { version: "tensorflow", update: { rule: "sgd", learningRate: 0.1 } },
  tensorflowAdam: { version: "tensorflow", update: { rule: "adam", learningRate: 0.01, epsilon: 1e-8 } },
  kerasSgd: { version: "keras", update: { rule: "sgd", learningRate: 0.1 } },
  kerasAdam: { version: "keras", update: { rule: "adam", ...kerasAdam } },
  kerasSgdStateful: { version: "keras", update: { rule: "sgd", learningRate: 0.1 }, stateful: true },
  kerasAdamStateful: { version: "keras", update: { rule: "adam", ...kerasAdam }, stateful: true },
} as const satisfies Record<string, Pick<CharacterQuestion, "version" | "update" | "stateful">>;
type Name = keyof typeof asked;

function answers(): Record<Name, CharacterAnswer> {
  const questions = Object.values(asked).map((each): CharacterQuestion => {
    const net = characterNetwork(each.version);
    return { ...each, hidden, chunks: feed, weights: theirs(each.version, (path) => net.weight(path)) };
  });
  const told = askCharacters(python as string, questions);
  return Object.fromEntries(Object.keys(asked).map((name, index) => [name, told[index]])) as Record<Name, CharacterAnswer>;
}

const rounding = 1e-9;

function expectAlike(version: Version, net: Network, losses: readonly number[], wanted: CharacterAnswer): void {
  expect(distance([losses], [wanted.losses]), "losses").toBeLessThan(rounding);
  const state = net.finalState()[""];
  expect(distance(state.h, wanted.state.h), "h").toBeLessThan(rounding);
  expect(distance(state.c, wanted.state.c), "c").toBeLessThan(rounding);
  const weights = theirs(version, (path) => net.weight(path));
  for (const [name, rows] of Object.entries(wanted.weights)) expect(distance(weights[name], rows), name).toBeLessThan(rounding);
  expect(losses.at(-1)).toBeLessThan(losses[0]);
}

/** Makes of the mean's gradient the sum's: a link of the optimizer's chain. */
const times = (factor: number): Optimizer => ({ slots: 0, apply: (_weights, _update, scale) => scale * factor });

/** h goes on, c begins at zero: what is left out of an initial state is zero. */
function trainCarryingH(net: Network, optimizer: Optimizer, options: { readonly clipValue?: number } = {}): number[] {
  let h: number[][] | undefined;
  return feed.map(({ inputs, targets }) => {
    const initialState = h ? { "": { h } } : {};
    const { losses } = net.fit([inputs], [targets], { optimizer, steps: 1, initialState, ...options });
    h = net.finalState()[""].h;
    return losses[0];
  });
}

/** h and c go on, or begin at zero each time. */
const train = (net: Network, optimizer: Optimizer, carryState: boolean): number[] =>
  feed.flatMap(({ inputs, targets }) => net.fit([inputs], [targets], { optimizer, steps: 1, carryState }).losses);

describe.skipIf(!python)(python ? "The character LSTM" : `The character LSTM, ${withoutPyTorch}`, () => {
  let wanted: Record<Name, CharacterAnswer>;
  beforeAll(() => {
    wanted = answers();
  }, 60_000);

  describe("in NumPy: h is carried, c begins at zero in each chunk, the loss is a mean and the gradient that of the sum", () => {
    test("goes down by plain steps, as the article does", () => {
      const net = characterNetwork("numpy");
      const losses = trainCarryingH(net, chain(times(seqLength), sgd({ learningRate: 0.01 })));
      expectAlike("numpy", net, losses, wanted.numpySgd);
    });

    test("which is T times the learning rate on the mean's gradient", () => {
      const net = characterNetwork("numpy");
      expectAlike("numpy", net, trainCarryingH(net, sgd({ learningRate: 0.01 * seqLength })), wanted.numpySgd);
    });

    test("goes down by Adagrad with elements clipped to ±5, as min-char-rnn does", () => {
      const net = characterNetwork("numpy");
      expect(Math.max(...wanted.minCharRnn.largest), "some elements are clipped").toBeGreaterThan(5);
      const rule = adagrad({ learningRate: 0.1, epsilon: 1e-8, epsilonInside: true });
      expectAlike("numpy", net, trainCarryingH(net, chain(times(seqLength), clipByValue(5), rule)), wanted.minCharRnn);
    });

    test("which is a bound of 5 / T and an epsilon of 1e-8 / T² on the mean's gradient", () => {
      const net = characterNetwork("numpy");
      const rule = adagrad({ learningRate: 0.1, epsilon: 1e-8 / seqLength ** 2, epsilonInside: true });
      expectAlike("numpy", net, trainCarryingH(net, rule, { clipValue: 5 / seqLength }), wanted.minCharRnn);
    });

    test("is another network than one that carries c too", () => {
      const net = characterNetwork("numpy");
      const losses = train(net, sgd({ learningRate: 0.01 * seqLength }), true);
      expect(losses[0]).toBeCloseTo(wanted.numpySgd.losses[0], 9);
      expect(Math.abs(losses[1] - wanted.numpySgd.losses[1])).toBeGreaterThan(1e-4);
    });
  });

  describe("in TensorFlow: h and c are carried, the gradient is the mean's, the forget bias is 1", () => {
    test("goes down by plain steps", () => {
      const net = characterNetwork("tensorflow");
      expectAlike("tensorflow", net, train(net, sgd({ learningRate: 0.1 }), true), wanted.tensorflowSgd);
    });

    test("goes down by TensorFlow's Adam, whose epsilon is not corrected", () => {
      const net = characterNetwork("tensorflow");
      const rule = adam({ learningRate: 0.01, epsilonBeforeCorrection: true });
      expectAlike("tensorflow", net, train(net, rule, true), wanted.tensorflowAdam);
    });
  });

  describe.each([
    ["each chunk from zero, as in the article", false],
    ["stateful", true],
  ])("in Keras: hard-sigmoid gates, a batch of one, %s", (_, stateful) => {
    test("goes down by plain steps", () => {
      const net = characterNetwork("keras");
      const losses = train(net, sgd({ learningRate: 0.1 }), stateful);
      expectAlike("keras", net, losses, stateful ? wanted.kerasSgdStateful : wanted.kerasSgd);
    });

    test("goes down by Keras' Adam with its epsilon of 1e-7", () => {
      const net = characterNetwork("keras");
      const losses = train(net, adam({ ...kerasAdam, epsilonBeforeCorrection: true }), stateful);
      expectAlike("keras", net, losses, stateful ? wanted.kerasAdamStateful : wanted.kerasAdam);
    });
  });
});

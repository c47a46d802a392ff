import type { NamedSpec } from "../layers/networkSpec.ts";
import type { Registry } from "../registry/registry.ts";
import { cutTail } from "../text/batching/split.ts";
import { countTokens, type Lengths, suitedLengths } from "../text/lengths.ts";
import type { LetterForm } from "../text/normalize.ts";
import { isSmall } from "../text/suits.ts";
import type { Chosen, Plain } from "./plain.ts";
import { suitedSpec, tokenizerOf } from "./tokenizer.ts";
import { nameOf } from "./told.ts";

/** How a text is read, as far as it decides how many tokens there are to train on. */
export interface ReadAs {
  readonly tokenizer: NamedSpec;
  readonly letters: LetterForm;
  /** Share of the tokens that is kept from training. */
  readonly keptPart: number;
}

/**
 * A whole plain recipe for a text, with which the loss falls visibly within seconds on one core. Small texts: words, three
 * of them in and the next one out. Larger ones: characters, in streams whose state is carried on.
 * The choices were tried on a fable of two hundred words and on a megabyte of plays.
 */
export function recommend(registry: Registry, text: string, chosen: Chosen, readAs: Partial<ReadAs> = {}): Plain {
  const { tokenizer = suitedSpec(text, chosen.tokenizer), letters = "asWritten", keptPart = 0 } = readAs;
  const words = tokenizerOf(registry, tokenizer).continuesWord === null;
  const small = isSmall(text);
  const batching = chosen.batching ?? (words && small ? "windows" : "streams");
  const optimizer = chosen.optimizer ?? "adam";
  const tokens = countTokens(text, tokenizerOf(registry, tokenizer), enough, letters);
  const trained = keptPart > 0 ? cutTail(tokens, keptPart, { training: 0 }) : tokens;
  const usual = batching === "streams" ? 32 : words ? 3 : 16;
  const lengths = suitedLengths(trained, batching === "windows" ? "windows" : "streams", usual, lengthsIn(chosen));
  return {
    hiddenSize: small ? 64 : 96,
    cell: "lstm",
    layers: 1,
    forgetBias: 1,
    kernelInitializer: "glorotUniform",
    recurrentInitializer: "orthogonal",
    initializerScale: 0.1,
    learningRate: recommendRate(optimizer, words),
    clipNorm: 5,
    // A small text takes a fraction of a millisecond a step: so there is something to watch for some seconds.
    steps: small ? 20_000 : 5000,
    seed: 1,
    sampleEvery: 100,
    sampleLength: words ? 40 : 200,
    temperature: 1,
    ...chosen,
    ...lengths,
    tokenizer: nameOf(tokenizer),
    batching,
    optimizer,
  };
}

/** More tokens than the largest batch holds that is recommended. */
const enough = 10_000;

const lengthsIn = ({ sequenceLength, batchSize }: Chosen): Partial<Lengths> => ({
  ...(sequenceLength !== undefined && { sequenceLength }),
  ...(batchSize !== undefined && { batchSize }),
});

/** Adam at 5e-3 brings characters of plays from 4.2 to 2.2 nats within 400 steps; three words of a fable are learnt by heart at less. */
export function recommendRate(optimizer: string, words: boolean): number {
  if (optimizer === "sgd") return 0.5;
  if (optimizer === "adagrad") return 5e-2;
  return words ? 2e-3 : 5e-3;
}

import type { Chosen, Plain } from "./plain.ts";

/** Below this many characters a text is too short to learn spelling from, and is read word by word, as in the source articles' case study. */
export const smallText = 20_000;

/** A text of fewer words than this is read character by character, however short: prose without spaces has no words to speak of. */
const fewWords = 24;

/**
 * A whole plain recipe for a text, with which the loss falls visibly within seconds on one core. Small texts: words, three
 * of them in and the next one out. Larger ones: characters, in streams whose state is carried on.
 * The choices were tried on a fable of two hundred words and on a megabyte of plays.
 */
export function recommend(text: string, chosen: Chosen): Plain {
  const tokenizer = chosen.tokenizer ?? recommendTokenizer(text);
  const tokens = estimateTokens(text, tokenizer);
  const small = text.length < smallText;
  const batching = chosen.batching ?? (tokenizer === "word" && small ? "windows" : "streams");
  const optimizer = chosen.optimizer ?? "adam";
  const { sequenceLength, batchSize } = recommendBatch(tokens, tokenizer, batching, chosen);
  return {
    hiddenSize: small ? 64 : 96,
    cell: "lstm",
    layers: 1,
    forgetBias: 1,
    kernelInitializer: "glorotUniform",
    recurrentInitializer: "orthogonal",
    initializerScale: 0.1,
    learningRate: recommendRate(optimizer, tokenizer),
    clipNorm: 5,
    // A small text takes a fraction of a millisecond a step: so there is something to watch for some seconds.
    steps: small ? 20_000 : 5000,
    seed: 1,
    sampleEvery: 100,
    sampleLength: tokenizer === "word" ? 40 : 200,
    temperature: 1,
    ...chosen,
    tokenizer,
    batching,
    optimizer,
    sequenceLength,
    batchSize,
  };
}

/** About how many tokens a text has; exact for characters, except that a surrogate pair counts twice. */
export function estimateTokens(text: string, tokenizer: string): number {
  if (tokenizer === "character" || text.length === 0) return text.length;
  const part = text.slice(0, smallText);
  const words = part.match(/\S+/gu)?.length ?? 0;
  return Math.round((words * text.length) / part.length);
}

function recommendTokenizer(text: string): string {
  return text.length < smallText && estimateTokens(text, "word") >= fewWords ? "word" : "character";
}

/** T and N such that even a short text holds a whole batch: a stream of T tokens needs T + 1 in each row. */
function recommendBatch(tokens: number, tokenizer: string, batching: string, chosen: Chosen) {
  const usual = batching === "streams" ? 32 : tokenizer === "word" ? 3 : 16;
  const room = Math.max(1, Math.floor(tokens / (chosen.batchSize ?? 1)) - 1);
  const sequenceLength = chosen.sequenceLength ?? Math.min(usual, room);
  const rows = batching === "streams" ? Math.floor(tokens / (sequenceLength + 1)) : tokens - sequenceLength;
  return { sequenceLength, batchSize: chosen.batchSize ?? Math.min(8, Math.max(1, rows)) };
}

/** Adam at 5e-3 brings characters of plays from 4.2 to 2.2 nats within 400 steps; three words of a fable are learnt by heart at less. */
export function recommendRate(optimizer: string, tokenizer: string): number {
  if (optimizer === "sgd") return 0.5;
  if (optimizer === "adagrad") return 5e-2;
  return tokenizer === "word" ? 2e-3 : 5e-3;
}

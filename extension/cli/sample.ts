import type { SavedModel } from "../../engine/formats/modelFile.ts";
import { Reader } from "../../engine/generation/reader.ts";
import { type DrawnToken, Sampler } from "../../engine/generation/sampler.ts";
import { Random } from "../../engine/random/random.ts";
import { checkConfig } from "../../engine/recipe/config.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import { shapeOf } from "../../engine/runs/build.ts";
import { encodeKnownText } from "../../engine/text/encode.ts";
import { normalizeText } from "../../engine/text/normalize.ts";
import { type Command, json } from "./command.ts";
import { readModel } from "./files.ts";
import { oneWord, UsageError } from "./usage.ts";

export const sample: Command = {
  words: "MODEL [options]",
  summary: "Writes text with a trained model",
  details: "The same model, prompt, temperature and seed give the same text.",
  options: {
    length: { value: "TOKENS", help: "how many tokens are drawn; the model's sampleLength where left out" },
    temperature: { value: "T", help: "below 1 more cautious, above 1 wilder; the model's own where left out" },
    prompt: { value: "TEXT", help: "what the model reads first; a token drawn by chance where left out" },
    seed: { value: "N", help: "of the draws; 1 where left out" },
    json,
  },
  async run(given, terminal) {
    const model = await readModel(oneWord(given, "A model's file"));
    const { config, vocabulary, trainer } = model;
    const length = given.number("length") ?? config.sampleLength;
    const temperature = given.number("temperature") ?? config.temperature;
    const seed = given.number("seed") ?? 1;
    checkConfig({ ...config, sampleLength: length, temperature, seed });
    const random = new Random(seed);
    const prompt = promptOf(model, given.text("prompt"), random);
    const drawn = drawTokens(model, prompt, length, temperature, random);
    const tokens = drawn.map(({ id }) => vocabulary.token(id));
    const tokenizer = createRegistry().build("tokenizer", config.tokenizer, {}, null);
    const promptTokens = prompt.map((id) => vocabulary.token(id));
    const probabilities = drawn.map(({ probability }) => probability);
    const result = {
      step: trainer.step,
      seed,
      temperature,
      prompt: tokenizer.join(promptTokens),
      text: tokenizer.join(tokens),
      tokens,
      probabilities,
    };
    terminal.print(given.flag("json") ? `${JSON.stringify(result)}\n` : `${tokenizer.join([...promptTokens, ...tokens])}\n`);
    return 0;
  },
};

function promptOf({ config, vocabulary }: SavedModel, given: string | null, random: Random): number[] {
  if (given === null) return [drawToken(vocabulary.size, vocabulary.unknown, random)];
  const ids = encodeKnownText(normalizeText(given), createRegistry().build("tokenizer", config.tokenizer, {}, null), vocabulary);
  if (ids.length === 0) throw new UsageError("The prompt has no token. Give some text, or leave it out.");
  return [...ids];
}

function drawToken(size: number, unknown: number | null, random: Random): number {
  let id = random.below(size);
  while (id === unknown && size > 1) id = random.below(size);
  return id;
}

function drawTokens(
  model: SavedModel,
  prompt: readonly number[],
  length: number,
  temperature: number,
  random: Random,
): DrawnToken[] {
  const { config, vocabulary, trainer } = model;
  const precision = trainer.values instanceof Float32Array ? "float32" : "float64";
  const reader = new Reader(shapeOf(config, vocabulary.size), config, precision, 1);
  reader.copyWeights(trainer.values);
  const sampler = new Sampler(reader, prompt, temperature, vocabulary.unknown, () => random.uniform());
  return Array.from({ length }, () => sampler.next());
}

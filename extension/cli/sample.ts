import type { SavedModel } from "../../engine/formats/modelFile.ts";
import { Reader } from "../../engine/generation/reader.ts";
import { Sampler } from "../../engine/generation/sampler.ts";
import { Random } from "../../engine/random/random.ts";
import { numbers } from "../../engine/recipe/limits.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import { checkOptions, whole } from "../../engine/registry/options.ts";
import { openModel, vocabularyOf } from "../../engine/runs/openModel.ts";
import { type EncodedPrompt, encodePrompt } from "../../engine/text/prompt.ts";
import type { Tokenizer } from "../../engine/text/tokenizers/tokenizer.ts";
import type { Vocabulary } from "../../engine/text/vocabulary.ts";
import { namedToken } from "../../engine/words/tokens.ts";
import { type Command, json } from "./command.ts";
import { readModel } from "./files.ts";
import { oneWord, UsageError } from "./usage.ts";

const limits = {
  length: { ...numbers.sampleLength, fallback: undefined },
  temperature: { ...numbers.temperature, fallback: undefined },
  seed: whole(0, 0xffffffff, 1),
};

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
    const { recipe, trainer } = model;
    const vocabulary = vocabularyOf(model);
    const { readable, tokenizer, planned } = openModel(createRegistry(), model);
    if (!planned.task.can.sample) throw new UsageError("This model does not write text: its task is another one.");
    const { length, temperature, seed } = checkOptions(
      limits,
      {
        length: given.number("length") ?? recipe.sampling.length,
        temperature: given.number("temperature") ?? recipe.sampling.temperature,
        seed: given.number("seed") ?? 1,
      },
      "sample",
    );
    const random = new Random(seed);
    const asked = given.text("prompt");
    const { ids: prompt, missing } = asked === null ? byChance(vocabulary, random) : promptOf(model, tokenizer, asked);
    if (missing.length > 0) terminal.note(`${unknownIn(missing)} The prompt goes on without.`);
    const reader = new Reader(readable, 1);
    reader.copyWeights(trainer.values);
    const sampler = new Sampler(reader, prompt, temperature, vocabulary.unknown, () => random.uniform());
    const drawn = Array.from({ length }, () => sampler.next());
    const tokens = drawn.map(({ id }) => vocabulary.token(id));
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

/** @throws UsageError where nothing of it can be read */
function promptOf(model: SavedModel, tokenizer: Tokenizer, asked: string): EncodedPrompt {
  const vocabulary = vocabularyOf(model);
  const { ids, missing } = encodePrompt(asked, tokenizer, vocabulary, model.recipe.text.letters);
  if (ids.length === 0)
    throw new UsageError(
      missing.length > 0
        ? `${unknownIn(missing)} Give a prompt of which it knows something, or leave it out.`
        : "The prompt has no token. Give some text, or leave it out.",
    );
  // Where there is an unknown token, it is read in the place of each.
  return { ids, missing: vocabulary.unknown === null ? missing : [] };
}

const unknownIn = (missing: readonly string[]): string => `The model does not know: ${missing.map(namedToken).join(", ")}.`;

const byChance = (vocabulary: Vocabulary, random: Random): EncodedPrompt => ({
  ids: [drawToken(vocabulary.size, vocabulary.unknown, random)],
  missing: [],
});

function drawToken(size: number, unknown: number | null, random: Random): number {
  let id = random.below(size);
  while (id === unknown && size > 1) id = random.below(size);
  return id;
}

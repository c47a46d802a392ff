import type { SavedModel } from "../../engine/formats/modelFile.ts";
import { Reader } from "../../engine/generation/reader.ts";
import { type DrawnToken, Sampler } from "../../engine/generation/sampler.ts";
import { Random } from "../../engine/random/random.ts";
import { recipeOptions } from "../../engine/recipe/options.ts";
import type { WholeRecipe } from "../../engine/recipe/recipe.ts";
import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import { fillUp, type Problem } from "../../engine/registry/fillUp.ts";
import { whole } from "../../engine/registry/options.ts";
import { openModel, vocabularyOf } from "../../engine/runs/openModel.ts";
import { encodePrompt } from "../../engine/text/prompt.ts";
import type { Tokenizer } from "../../engine/text/tokenizers/tokenizer.ts";
import type { Vocabulary } from "../../engine/text/vocabulary.ts";
import { namedToken } from "../../engine/words/tokens.ts";
import { requireNone } from "./chosen.ts";
import { type Command, json } from "./command.ts";
import { readModel } from "./files.ts";
import type { Terminal } from "./terminal.ts";
import { type Given, oneWord, UsageError } from "./usage.ts";

const { temperature, topK, topP } = recipeOptions.sampling.options;

/** What is asked of the writing; a text may be as long as one has patience for. */
const limits = {
  length: whole(1, 1_000_000_000, undefined),
  temperature: { ...temperature, fallback: undefined },
  topK,
  topP,
  seed: whole(0, 0xffffffff, 1),
};

/** Milliseconds of writing after which a reader that has gone away is noticed. */
const slice = 20;

export const sample: Command = {
  words: "MODEL [options]",
  summary: "Writes text with a trained model",
  details: [
    "Each token is written as it is drawn. The same model, prompt, temperature, cut-offs and seed give the same text.",
    "Of a prompt, tokens that the model does not know are left out, or are its unknown token where it has one; they are named on standard error.",
  ].join("\n"),
  options: {
    length: { value: "TOKENS", help: "how many tokens are drawn; the model's sampleLength where left out" },
    temperature: {
      value: "T",
      help: "below 1 more cautious, above 1 wilder, 0 always the most probable; the model's own where left out",
    },
    topK: { value: "K", help: "draws among the so many most probable tokens only" },
    topP: { value: "P", help: "draws among the most probable tokens only that together have this probability" },
    prompt: { value: "TEXT", help: "what the model reads first; a token drawn by chance where left out" },
    seed: { value: "N", help: "of the draws; 1 where left out" },
    json,
  },
  async run(given, terminal) {
    const model = await readModel(oneWord(given, "A model's file"));
    const vocabulary = vocabularyOf(model);
    const { readable, tokenizer, planned } = openModel(createRegistry(), model);
    if (!planned.task.can.sample) throw new UsageError("This model does not write text: its task is another one.");
    const asked = askedOf(given, model.recipe);
    const random = new Random(asked.seed);
    const prompt = promptOf(given, model, tokenizer, random, terminal);
    const reader = new Reader(readable, 1);
    reader.copyWeights(model.trainer.values);
    const sampler = new Sampler(reader, prompt, asked.temperature, vocabulary.unknown, () => random.uniform(), asked);
    const promptTokens = prompt.map((id) => vocabulary.token(id));
    const next = () => sampler.next();
    if (!given.flag("json")) {
      await writeOut(next, asked.length, { tokenizer, vocabulary, promptTokens }, terminal);
      return 0;
    }
    const drawn = Array.from({ length: asked.length }, next);
    const tokens = drawn.map(({ id }) => vocabulary.token(id));
    const result = {
      step: model.trainer.step,
      seed: asked.seed,
      temperature: asked.temperature,
      topK: asked.topK,
      topP: asked.topP,
      prompt: tokenizer.join(promptTokens),
      text: tokenizer.join(tokens),
      tokens,
      probabilities: drawn.map(({ probability }) => probability),
    };
    terminal.print(`${JSON.stringify(result)}\n`);
    return 0;
  },
};

/** What was typed, and for the rest what the model's recipe says. @throws UsageError */
function askedOf(given: Given, { sampling }: WholeRecipe) {
  const problems: Problem[] = [];
  const number = (option: keyof typeof limits, own: number | null) => given.number(option) ?? own;
  const asked = fillUp(
    limits,
    {
      length: number("length", sampling.length),
      temperature: number("temperature", sampling.temperature),
      topK: number("topK", sampling.topK),
      topP: number("topP", sampling.topP),
      seed: number("seed", 1),
    },
    [],
    problems,
  );
  requireNone(problems, given);
  return asked;
}

interface Writing {
  readonly tokenizer: Tokenizer;
  readonly vocabulary: Vocabulary;
  readonly promptTokens: readonly string[];
}

/** The prompt, and then each token as it comes. */
async function writeOut(
  next: () => DrawnToken,
  length: number,
  { tokenizer, vocabulary, promptTokens }: Writing,
  terminal: Terminal,
): Promise<void> {
  const writer = tokenizer.writer();
  terminal.print(promptTokens.map((token) => writer.write(token)).join(""));
  let until = performance.now() + slice;
  for (let left = length; left > 0; left--) {
    terminal.print(writer.write(vocabulary.token(next().id)));
    if (performance.now() < until) continue;
    await new Promise(setImmediate);
    until = performance.now() + slice;
  }
  terminal.print(`${writer.end()}\n`);
}

/** @throws UsageError where the model knows nothing of it */
function promptOf(given: Given, model: SavedModel, tokenizer: Tokenizer, random: Random, terminal: Terminal): readonly number[] {
  const text = given.text("prompt");
  const vocabulary = vocabularyOf(model);
  if (text === null) return [drawToken(vocabulary.size, vocabulary.unknown, random)];
  const { ids, missing } = encodePrompt(text, tokenizer, vocabulary, model.recipe.text.letters);
  const unknown = `The model does not know: ${missing.map(namedToken).join(", ")}.`;
  if (ids.length === 0)
    throw new UsageError(
      `${missing.length > 0 ? unknown : "The prompt has no token."} Give some text that it knows, or leave it out.`,
    );
  if (missing.length > 0)
    terminal.note(
      `${unknown} ${vocabulary.unknown === null ? "The prompt goes on without." : "Its unknown token stands there."}`,
    );
  return ids;
}

function drawToken(size: number, unknown: number | null, random: Random): number {
  let id = random.below(size);
  while (id === unknown && size > 1) id = random.below(size);
  return id;
}

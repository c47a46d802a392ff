import { createRegistry } from "../../engine/registry/builtins/createRegistry.ts";
import { type LetterForm, letterForms, normalizeText } from "../../engine/text/normalize.ts";
import { cutPassage, joinPassage } from "../../engine/text/passage.ts";
import { type ChosenTokenizer, kindOf, suitedOptions, suitedTokenizer } from "../../engine/text/suits.ts";
import { printableToken } from "../../engine/words/tokens.ts";
import { type Command, json } from "./command.ts";
import { encodingOption, readText } from "./files.ts";
import { type Given, type OptionTable, oneWord, UsageError } from "./usage.ts";

const registry = createRegistry();
const names = registry.names("tokenizer");

/** The options of all tokenizers, by their names; which of them one has, its own check tells. */
const tokenizerOptions: OptionTable = Object.fromEntries(
  names.flatMap((name) =>
    Object.entries(registry.get("tokenizer", name).options).flatMap(([option, it]) =>
      it.type === "choice" ? [[option, { value: "NAME", help: `of ${namesWith(option)}: ${it.choices.join(", ")}` }]] : [],
    ),
  ),
);

function namesWith(option: string): string {
  return names.filter((name) => Object.hasOwn(registry.get("tokenizer", name).options, option)).join(" and ");
}

export const tokens: Command = {
  words: "FILE [options]",
  summary: "Cuts a text file into tokens and puts them together again",
  details: [
    "A token a line. What is left out is chosen from the text, as for training.",
    "With --json: the tokenizer with its options; tokens; gaps, the white space that is in no token where it is not what mostly stands",
    "there (before which token, counted from 0, and what); and text, which tokens and gaps give back.",
  ].join("\n"),
  options: {
    tokenizer: { value: "NAME", help: names.join(", ") },
    ...tokenizerOptions,
    form: { value: "NAME", help: `how letters with marks are written: ${letterForms.join(", ")}` },
    encoding: encodingOption,
    json,
  },
  async run(given, terminal) {
    const file = oneWord(given, "A text file");
    const text = normalizeText(await readText(file, given.text("encoding")), formOf(given));
    const { name, options } = chosenTokenizer(given, text);
    const tokenizer = registry.build("tokenizer", name, options, null);
    const passage = cutPassage(text, tokenizer);
    const result = { tokenizer: { [name]: options }, ...passage, text: joinPassage(passage, tokenizer) };
    terminal.print(
      given.flag("json") ? `${JSON.stringify(result)}\n` : passage.tokens.map((token) => `${printableToken(token)}\n`).join(""),
    );
    return 0;
  },
};

/** What was asked for, and for the rest what suits the text. */
function chosenTokenizer(given: Given, text: string): { name: string; options: ChosenTokenizer["options"] } {
  const asked = given.text("tokenizer");
  if (asked !== null && !names.includes(asked))
    throw new UsageError(`--tokenizer is "${asked}", must be one of ${names.join(", ")}.`);
  const name = asked ?? suitedTokenizer(text).name;
  const fixed = Object.keys(tokenizerOptions).flatMap((option) => {
    const value = given.text(option);
    return value === null ? [] : [[option, value] as const];
  });
  return { name, options: { ...suitedOptions(name, kindOf(text)), ...Object.fromEntries(fixed) } };
}

function formOf(given: Given): LetterForm {
  const asked = given.text("form") ?? "asWritten";
  const form = letterForms.find((name) => name === asked);
  if (form === undefined) throw new UsageError(`--form is "${asked}", must be one of ${letterForms.join(", ")}.`);
  return form;
}

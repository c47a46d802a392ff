import { normalizeText } from "./normalize.ts";
import { cleanCut } from "./tokenizers/pieces.ts";
import { spans } from "./tokenizers/tokenizer.ts";
import { wordTokenizer } from "./tokenizers/word.ts";

/**
 * What a text is to whoever chooses how it is read.
 * - `few`: too few words to learn anything of words; an empty text, a line, a page of emoji.
 * - `unspaced`: most letters are of a script that is written without blanks, such as Chinese or Thai.
 * - `corpus`: prepared for a model of words: it has `<unk>` or `<eos>` in it.
 * - `code`: a program, a table, Markdown: signs and indentation mean something.
 * - `list`: one or two words a line.
 * - `unrepeated`: hardly a word comes twice, so a word's neighbours cannot be learned.
 * - `verse`: short lines whose ends mean something.
 * - `prose`: what is left.
 */
export type TextKind = "few" | "unspaced" | "corpus" | "code" | "list" | "unrepeated" | "verse" | "prose";

/** A tokenizer of the registry by its name, with its options. */
export interface ChosenTokenizer {
  readonly name: "character" | "word" | "split";
  readonly options: Readonly<Record<string, string>>;
}

/** Below this many characters a text is too short to learn spelling from, and is read word by word, as in the source articles' case study. */
export const smallText = 20_000;

/** Fewer words than this say nothing of words. */
const fewWords = 24;

/** The tokenizer with which a text that nobody said anything about is best read. */
export function suitedTokenizer(text: string): ChosenTokenizer {
  const kind = isSmall(text) ? kindOf(text) : "prose";
  const name = isSmall(text) ? nameFor(kind) : "character";
  return { name, options: suitedOptions(name, kind) };
}

/** The options of a tokenizer that was chosen by its name, for a text of this kind. Other names than these have none that depend on it. */
export function suitedOptions(name: string, kind: TextKind): ChosenTokenizer["options"] {
  if (name === "word") return { rules: "unicode", whitespace: whitespaceFor(kind) };
  if (name === "split") return { whitespace: kind === "corpus" ? "restored" : whitespaceFor(kind) };
  return {};
}

function nameFor(kind: TextKind): ChosenTokenizer["name"] {
  switch (kind) {
    case "prose":
    case "verse":
      return "word";
    case "corpus":
      return "split";
    case "few":
    case "unspaced":
    case "code":
    case "list":
    case "unrepeated":
      return "character";
    default:
      return kind satisfies never;
  }
}

function whitespaceFor(kind: TextKind): "restored" | "lineEnds" | "kept" {
  if (kind === "code") return "kept";
  return kind === "verse" || kind === "list" ? "lineEnds" : "restored";
}

/** Whether a text has fewer than {@link smallText} characters, each emoji and each ideograph counted once. */
export function isSmall(text: string): boolean {
  if (text.length < smallText) return true;
  // No character has more than two units.
  if (text.length >= 2 * smallText) return false;
  return Array.from(text).length < smallText;
}

/** By script, signs, indentation, line ends and repetition; of a large text by its beginning. */
export function kindOf(text: string): TextKind {
  const head = normalizeText(beginningOf(text));
  const words = head.match(/\S+/gu) ?? [];
  if (isUnspaced(head)) return "unspaced";
  if (words.length < fewWords) return "few";
  if (words.filter((word) => /^<(?:unk|eos)>$/iu.test(word)).length > words.length / 200) return "corpus";
  const lines = head.split("\n").filter((line) => line.trim() !== "");
  if (isCode(head, lines)) return "code";
  if (lines.length >= fewLines && words.length <= 2 * lines.length) return "list";
  if (isUnrepeated(head)) return "unrepeated";
  return isVerse(lines) ? "verse" : "prose";
}

function beginningOf(text: string): string {
  if (text.length <= smallText) return text;
  return text.slice(0, cleanCut(text, smallText) || smallText);
}

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

const unspacedLetters =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Javanese}\p{Script=Balinese}]/gu;

function isUnspaced(text: string): boolean {
  const found = count(text, unspacedLetters);
  return found > 0 && found >= count(text, /\p{L}/gu) / 4;
}

/** So few lines say nothing of lines. */
const fewLines = 4;

/** Signs that prose hardly has; parentheses, which it has, only beside indentation. */
const signs = /[{}[\];=<>_\\|#*/+@&^~`]/g;
const signsAndParentheses = /[{}[\]();=<>_\\|#*/+@&^~`$%]/g;
const indented = /^(?:\t| {2,})/;
const marked = /^\s*(?:#{1,6} |[-*+>] |\d+[.)] |\||```)/;

/** Measured: programs, tables and Markdown have 0.03 to 0.25 such signs for each character that is no white space, prose below 0.012. */
function isCode(text: string, lines: readonly string[]): boolean {
  const visible = count(text, /\S/gu);
  if (count(text, signs) > 0.03 * visible) return true;
  const share = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length / lines.length;
  if (lines.length < fewLines) return false;
  return share(marked) >= 0.15 || (share(indented) > 0.2 && count(text, signsAndParentheses) > 0.02 * visible);
}

/** A fable of two hundred words has 0.5 different tokens for each token, a list of names 1. */
function isUnrepeated(text: string): boolean {
  const tokens = spans(wordTokenizer, text).map(({ token }) => token);
  return new Set(tokens).size > 0.85 * tokens.length;
}

/** Lines that end before a page's margin would make them. */
function isVerse(lines: readonly string[]): boolean {
  const lengths = lines.map((line) => line.length).toSorted((a, b) => a - b);
  return lines.length >= fewLines && lengths[lengths.length >> 1]! <= 55 && lengths.at(-1)! <= 120;
}

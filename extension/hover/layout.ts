import type { Prediction } from "../../engine/generation/prediction.ts";
import { printableToken, shortToken } from "../../engine/words/tokens.ts";

/** A hover as two pieces of plain text; whoever shows them escapes them. */
export interface HoverText {
  /** Lines of equal columns, for a fixed-width font. */
  readonly table: string;
  /** About the word that stands there; empty where none does. */
  readonly sentence: string;
}

const barCells = 8;
const longestContext = 16;
/** A token may be a rule of three hundred hyphens. */
const longestToken = 40;

/** Null where there is nothing to say. @param actual what stands at the place, as it is written */
export function layoutHover(prediction: Prediction, actual: string): HoverText | null {
  if (prediction.candidates.length === 0) return null;
  return { table: tableOf(prediction), sentence: sentenceOf(prediction, actual) };
}

function tableOf({ candidates, contextUsed }: Prediction): string {
  const before = lastWord(contextUsed);
  const lead = before === "" ? "" : `${before} → `;
  const texts = candidates.map(({ text }) => shortToken(text, longestToken));
  const width = Math.max(...texts.map(lengthOf));
  const largest = Math.max(...candidates.map(({ probability }) => probability));
  const lines = candidates.map(({ probability }, k) => {
    const start = k === 0 ? lead : " ".repeat(lengthOf(lead));
    const bar = "▇".repeat(Math.round((barCells * probability) / largest));
    return `${start}${padded(texts[k]!, width)} ${formatProbability(probability)} ${bar}`.trimEnd();
  });
  return lines.join("\n");
}

function sentenceOf({ actual, outOf }: Prediction, written: string): string {
  if (written === "") return "";
  if (actual === null) return `What stands here, “${shortToken(written, longestToken)}”, is not in the vocabulary.`;
  const { text, probability, rank } = actual;
  const place = rank !== null && outOf !== null ? `${ordinal(rank)} of ${outOf}` : "";
  const figures = [formatProbability(probability), place, `${formatBits(probability)} bits`].filter(Boolean);
  return `What stands here, “${shortToken(text, longestToken)}”: ${figures.join(", ")}`;
}

/** Three digits, always of the same width. */
function formatProbability(probability: number): string {
  return probability > 0 && probability < 0.0005 ? "<.001" : probability.toFixed(3);
}

/** Surprise: how many yes-or-no questions the model was away from it. */
function formatBits(probability: number): string {
  return probability > 0 ? Math.abs(Math.log2(probability)).toFixed(2) : "∞";
}

const words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

function ordinal(rank: number): string {
  const word = words[rank - 1];
  if (word) return word;
  const teen = rank % 100 > 10 && rank % 100 < 14;
  return `${rank}${teen ? "th" : (["th", "st", "nd", "rd"][rank % 10] ?? "th")}`;
}

/** The end of what was read, so that a person sees where the prediction starts from. */
function lastWord(context: string): string {
  const word = context.trimEnd().match(/\S+$/u)?.[0] ?? "";
  const characters = [...printableToken(word)];
  return characters.length <= longestContext ? characters.join("") : `…${characters.slice(1 - longestContext).join("")}`;
}

const lengthOf = (text: string): number => [...text].length;
const padded = (text: string, width: number): string => text + " ".repeat(width - lengthOf(text));

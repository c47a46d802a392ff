import { EngineError } from "../errors/errors.ts";

/**
 * How letters with marks are written: as they stand in the text, composed where there is a composed letter (NFC), or as a letter and its
 * marks (NFD), Unicode Standard Annex #15.
 */
export const letterForms = ["asWritten", "NFC", "NFD"] as const;
export type LetterForm = (typeof letterForms)[number];

/**
 * What every text goes through before it is tokenized, for training as for a prompt: a byte order mark in front goes, and CR LF
 * and a lone CR become LF, so that the same story saved on two systems gives the same tokens. Unless another form is chosen,
 * composed and decomposed letters stay different, because what is generated must be what the writer wrote.
 *
 * @throws EngineError `tooManyTokens` where its other form is longer than a string may be
 */
export function normalizeText(text: string, form: LetterForm = "asWritten"): string {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  const lines = body.includes("\r") ? body.replace(/\r\n?/g, "\n") : body;
  return form === "asWritten" ? lines : inForm(lines, form);
}

function inForm(text: string, form: "NFC" | "NFD"): string {
  try {
    return text.normalize(form);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new EngineError(
      "tooManyTokens",
      `Written as ${form} the text is too long to be held as one.`,
      "Train on a part of it.",
    );
  }
}

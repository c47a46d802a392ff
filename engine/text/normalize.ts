/**
 * What every text goes through before it is tokenized, for training as for a prompt: a byte order mark in front goes, and CR LF
 * and a lone CR become LF, so that the same story saved on two systems gives the same tokens. Nothing else is touched: composed
 * and decomposed letters stay different, because what is generated must be what the writer wrote.
 */
export function normalizeText(text: string): string {
  const body = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return body.includes("\r") ? body.replace(/\r\n?/g, "\n") : body;
}

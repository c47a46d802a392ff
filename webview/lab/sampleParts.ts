const opens = /[\s([{“‘]$/;
const closes = /^[\s.,;:!?)\]}”’]/;

/** What stands between a prompt and what follows it: words are apart, characters are not. */
export function gapAfter(prompt: string, text: string, tokens: readonly string[]): string {
  const words = tokens.some((token) => [...token].length > 1);
  const joined = prompt === "" || opens.test(prompt) || closes.test(text) || meetAtQuote(prompt, text);
  return words && !joined ? " " : "";
}

/** A straight quote opens where none is open, and then belongs to what follows it; else it closes, and belongs to what is before. */
function meetAtQuote(prompt: string, text: string): boolean {
  const isOpen = (prompt.match(/"/g)?.length ?? 0) % 2 === 1;
  return isOpen && (prompt.endsWith('"') || text.startsWith('"'));
}

export interface TextPart {
  readonly text: string;
  /** Index into the sample's tokens, or -1 for the white space that a word tokenizer puts between two words. */
  readonly token: number;
}

/** The sample's text cut at its tokens, with what lies between them kept. */
export function cutIntoTokens(text: string, tokens: readonly string[]): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  tokens.forEach((token, index) => {
    const found = token === "" ? at : text.indexOf(token, at);
    if (found > at && /^\s*$/.test(text.slice(at, found))) parts.push({ text: text.slice(at, found), token: -1 });
    parts.push({ text: token, token: index });
    if (found >= 0) at = found + token.length;
  });
  return parts;
}

/**
 * A token as it can stand on an axis: white space and control characters get a visible sign, a lone combining mark a carrier, and so does
 * the empty token, which says that no blank stands between two words.
 */
export function printableToken(token: string): string {
  if (token === "") return "∅";
  return token.replace(/[\s\p{C}]/gu, signOf).replace(/^\p{M}/u, "◌$&");
}

const signs: { readonly [character: string]: string } = { "\n": "↵", "\t": "⇥", " ": "␣" };

function signOf(character: string): string {
  return signs[character] ?? numberOf(character);
}

/** A token in a sentence: in quotation marks, and by the numbers of its code points where it looks like another one, as `"é" (U+0065 U+0301)` does. */
export function namedToken(token: string): string {
  const points = [...token];
  const looksLikeAnother = token.normalize("NFC") !== token.normalize("NFD") || /[\p{M}\p{C}]/u.test(token);
  const numbers = looksLikeAnother && points.length <= longestNamed ? ` (${points.map(numberOf).join(" ")})` : "";
  return JSON.stringify(token) + numbers;
}

/** Code points; nobody reads the numbers of a long word. */
const longestNamed = 4;

const numberOf = (character: string): string => `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;

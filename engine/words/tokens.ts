/**
 * A token as it can be seen, on an axis or in a sentence: white space and control characters get a sign, a lone combining mark a carrier,
 * and the empty token one too. What is printable already stays as it is, so that it may be asked twice.
 */
export function printableToken(token: string): string {
  if (token === "") return "∅";
  return token.replace(/[\s\p{C}]/gu, signOf).replace(/^\p{M}/u, "◌$&");
}

const signs: { readonly [character: string]: string } = { "\n": "↵", "\t": "⇥", "\r": "␍", " ": "␣" };

/** Joiners within a token belong to what they join, as in 👩‍🚀. */
function signOf(character: string, at: number, token: string): string {
  const joins = /[\u200c\u200d]/u.test(character) && at > 0 && at < token.length - 1;
  if (joins) return character;
  return signs[character] ?? numberOf(character);
}

/** At most `length` code points of a printable token. */
export function shortToken(token: string, length: number): string {
  const points = [...printableToken(token)];
  return points.length <= length ? points.join("") : `${points.slice(0, Math.max(1, length - 1)).join("")}…`;
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

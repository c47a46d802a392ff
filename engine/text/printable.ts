/** A token as it can stand on an axis: white space and control characters get a visible sign, a lone combining mark a carrier. */
export function printableToken(token: string): string {
  return token.replace(/[\s\p{C}]/gu, signOf).replace(/^\p{M}/u, "◌$&");
}

const signs: { readonly [character: string]: string } = { "\n": "↵", "\t": "⇥", " ": "␣" };

function signOf(character: string): string {
  return signs[character] ?? `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`;
}

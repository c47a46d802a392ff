/** For a class of a pattern: letters, their marks, digits and the low line. */
export const wordCharacters = String.raw`[\p{L}\p{M}\p{N}_]`;

const isWordCharacterPattern = new RegExp(`^${wordCharacters}`, "u");

/** What a completion of a model of characters goes on with, and ends before. Of several characters the first one counts. */
export function isWordCharacter(character: string): boolean {
  return isWordCharacterPattern.test(character);
}

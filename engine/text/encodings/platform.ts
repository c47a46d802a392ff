/**
 * The platform's decoders; they are in every browser and in node, but in no ECMAScript library, so this file declares the little
 * that it uses of them instead of letting a whole environment into the engine.
 */
declare const TextDecoder: new (
  label: string,
  options?: { fatal: boolean; ignoreBOM: boolean },
) => { readonly encoding: string; decode(bytes: Uint8Array, options?: { stream: boolean }): string };

/** The name that the Encoding Standard has for a label, such as `windows-1252` for `latin1`; null where it has none. */
export function platformName(label: string): string | null {
  try {
    return new TextDecoder(label).encoding;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * The text, a byte order mark included; null where the bytes are not of the encoding.
 *
 * @param encoding a name that {@link platformName} gave
 * @param part whether more may follow, so that a character whose end is missing is no fault
 */
export function decodeStrictly(encoding: string, bytes: Uint8Array, part = false): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes, { stream: part });
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

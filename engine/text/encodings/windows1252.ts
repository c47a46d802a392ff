/**
 * What windows-1252 has at 0x80 to 0x9F, by the Encoding Standard's index; all other bytes are the code points of their own value. It is
 * decoded here because some releases of node 22 and 23 took it for ISO-8859-1, without a word.
 */
const high = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

/** Bytes that are turned to a string at a time: as many arguments as a call may have everywhere. */
const atOnce = 4096;

/** Every byte has a character, so nothing is refused. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += atOnce) parts.push(String.fromCharCode(...bytes.subarray(at, at + atOnce)));
  return parts.join("").replace(/[\x80-\x9f]/g, (control) => high[control.charCodeAt(0) - 0x80]!);
}

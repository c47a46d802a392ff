import { decodeUtf8 } from "../../text/utf8.ts";
import type { FileBytes } from "./fileBytes.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A part of a file that is a JSON object. A key that stands twice in one object is refused: `JSON.parse` takes the last and others
 * the first, so that one file would mean two things.
 */
export function parseJsonObject(file: FileBytes, bytes: Uint8Array, what: string): JsonObject {
  const text = decodeUtf8(bytes) ?? file.fail(`${what} is not UTF-8`);
  const value = parse(file, text, what);
  if (!isJsonObject(value)) file.fail(`${what} is not a JSON object`);
  const twice = duplicateKey(text);
  if (twice !== null) file.fail(`${what} has the key ${JSON.stringify(twice)} twice`);
  return value;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(file: FileBytes, text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    file.fail(`${what} is not JSON: ${(error as Error).message}`);
  }
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gu;

/** The first key that an object of the text has twice, however it is escaped; null if there is none. @param text valid JSON */
function duplicateKey(text: string): string | null {
  const open: (Set<string> | null)[] = [];
  let last = "";
  for (const [found] of text.matchAll(token)) {
    if (found === "{") open.push(new Set());
    else if (found === "[") open.push(null);
    else if (found === "}" || found === "]") open.pop();
    else if (found === ":") {
      const key: string = JSON.parse(last);
      const keys = open.at(-1)!;
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
    last = found;
  }
  return null;
}

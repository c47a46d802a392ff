import { decodeUtf8 } from "../../text/utf8.ts";
import type { FileBytes } from "./fileBytes.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * A part of a file that is a JSON object. A key that stands twice in one object is refused: `JSON.parse` takes the last and others
 * the first, so that one file would mean two things.
 */
export function parseJsonObject(file: FileBytes, bytes: Uint8Array, what: string): JsonObject {
  const text = decodeUtf8(bytes) ?? file.fail(`${what} is not UTF-8`);
  const value = parseJsonText(text, (problem) => file.fail(`${what} ${problem}`));
  return isJsonObject(value) ? value : file.fail(`${what} is not a JSON object`);
}

/** @param fail is told what is wrong. */
export function parseJsonText(text: string, fail: (problem: string) => never): unknown {
  const value = parse(text, fail);
  const twice = duplicateKey(text);
  return twice === null ? value : fail(`has the key ${JSON.stringify(twice)} twice`);
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(text: string, fail: (problem: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return fail(`is not JSON: ${(error as Error).message}`);
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

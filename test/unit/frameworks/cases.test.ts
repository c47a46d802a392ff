import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withModelFile } from "../../../engine/parity/modelFile.ts";
import { readCase } from "../../../engine/parity/readCase.ts";
import { runCase } from "../../../engine/parity/runCase.ts";

/** Each file that a framework wrote, and what the framework computed with it: the importer finds out the rest by itself. */
const fixtures = join(import.meta.dirname, "..", "containers", "fixtures");
const cases = readdirSync(fixtures).filter((folder) => existsSync(join(fixtures, folder, "case.lstm-parity.json")));

describe("model files of frameworks compute here what they compute there", () => {
  test.each(cases)("%s", (folder) => {
    const bytesOf = (name: string) => Uint8Array.from(readFileSync(join(fixtures, folder, name)));
    const text = readFileSync(join(fixtures, folder, "case.lstm-parity.json"), "utf8");
    const whole = withModelFile(text, (name) => ({ name, bytes: bytesOf(name), sibling: bytesOf }));
    const result = runCase(readCase(whole));
    expect(result.first).toBeNull();
    expect(result.compared).toBeGreaterThan(3);
  });
});

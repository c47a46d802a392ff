import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withModelFile } from "../../../engine/parity/modelFile.ts";
import { readCase } from "../../../engine/parity/readCase.ts";
import { runCase } from "../../../engine/parity/runCase.ts";

/** Each file that a framework wrote, and what the framework computed with it: the importer finds out the rest by itself. */
const roots = [join(import.meta.dirname, "fixtures"), join(import.meta.dirname, "..", "containers", "fixtures")];
const caseName = "case.lstm-parity.json";
const folders = roots.flatMap((root) => readdirSync(root).map((name) => [name, join(root, name)] as const));

describe("model files of frameworks compute here what they compute there", () => {
  test.each(folders.filter(([, folder]) => existsSync(join(folder, caseName))))("%s", (_, folder) => {
    const bytesOf = (name: string) => Uint8Array.from(readFileSync(join(folder, name)));
    const whole = withModelFile(readFileSync(join(folder, caseName), "utf8"), (name) => ({
      name,
      bytes: bytesOf(name),
      sibling: bytesOf,
    }));
    const result = runCase(readCase(whole));
    expect(result.first).toBeNull();
    expect(result.compared).toBeGreaterThan(3);
  });
});

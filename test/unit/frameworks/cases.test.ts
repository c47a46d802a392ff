import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ModelSource } from "../../../engine/containers/tensors/container.ts";
import { importModel } from "../../../engine/frameworks/importModel.ts";
import { filesBeside, withModelFile } from "../../../engine/parity/modelFile.ts";
import { readCase } from "../../../engine/parity/readCase.ts";
import { runCase } from "../../../engine/parity/runCase.ts";
import { fuzzWith, sourceIn } from "../containers/support.ts";

/** Each file that a framework wrote, and what the framework computed with it: the importer finds out the rest by itself. */
const roots = [join(import.meta.dirname, "fixtures"), join(import.meta.dirname, "..", "containers", "fixtures")];
const caseName = "case.lstm-parity.json";
const folders = roots.flatMap((root) => readdirSync(root).map((name) => [name, join(root, name)] as const));

describe("model files of frameworks compute here what they compute there", () => {
  test.each(folders.filter(([, folder]) => existsSync(join(folder, caseName))))("%s", async (_, folder) => {
    const text = readFileSync(join(folder, caseName), "utf8");
    const files = await filesBeside(text, async (name) => Uint8Array.from(readFileSync(join(folder, name))));
    const result = runCase(readCase(withModelFile(text, files)));
    expect(result.first).toBeNull();
    expect(result.compared).toBeGreaterThan(3);
  });
});

describe("model files that are damaged", () => {
  test.each(folders.filter(([, folder]) => existsSync(join(folder, caseName))))(
    "%s is refused in our words, or read",
    (name, folder) => {
      const readAll = (source: ModelSource) => {
        for (const weight of importModel(source).weights.values()) weight.read();
      };
      fuzzWith(readAll, sourceIn(folder, name.startsWith("tfjs") ? "model.json" : undefined), 45, 81);
    },
  );
});

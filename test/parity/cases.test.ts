import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CaseError } from "../../engine/parity/json.ts";
import { readCase } from "../../engine/parity/readCase.ts";
import { runCase } from "../../engine/parity/runCase.ts";

const ending = ".lstm-parity.json";
const own = join(import.meta.dirname, "cases");
/** Cases that lie beside the repository on some machines. */
const shared = join(import.meta.dirname, "../../../shared/parity");

const casesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith(ending))
        .map((file) => join(folder, file))
    : [];

const nameOf = (file: string): string => file.slice(file.lastIndexOf("/") + 1, -ending.length);

describe("our own cases", () => {
  for (const file of casesIn(own))
    test(`agree: ${nameOf(file)}`, () => {
      const result = runCase(readCase(readFileSync(file, "utf8")));
      expect(result.first).toBeNull();
      expect(result.compared).toBeGreaterThan(100);
    });
});

/** Cases of the shared folder that hold what the engine does not have yet. They must be refused as such: not pass, not crash. */
const unsupported = ["keras-gru-reset-after", "layer-norm-lstm", "torch-bilstm-lengths"];

describe.skipIf(!existsSync(shared))("the shared cases", () => {
  for (const file of casesIn(shared)) {
    const name = nameOf(file);
    if (unsupported.includes(name))
      test(`are refused with a reason, where they need more than there is: ${name}`, () => {
        const read = () => readCase(readFileSync(file, "utf8"));
        expect(read).toThrow(CaseError);
        expect(read).toThrow("is not supported yet");
      });
    else
      test(`agree: ${name}`, () => {
        const parityCase = readCase(readFileSync(file, "utf8"));
        const result = runCase(parityCase);
        expect(result.first).toBeNull();
        if (name === "story-single") expect(parityCase.expected.losses.length).toBe(200);
      });
  }
});

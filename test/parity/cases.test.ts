import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readCase } from "../../engine/parity/readCase.ts";
import { runCase } from "../../engine/parity/runCase.ts";

const ending = ".lstm-parity.json";
const own = join(import.meta.dirname, "cases");
/** Cases that lie beside the repository on some machines. */
const shared = join(import.meta.dirname, "../../../shared/parity");

const casesIn = (folder: string): string[] => globSync(`**/*${ending}`, { cwd: folder }).map((file) => join(folder, file));

const nameOf = (file: string): string => file.slice(file.lastIndexOf("/") + 1, -ending.length);

describe("our own cases", () => {
  for (const file of casesIn(own))
    test(`agree: ${nameOf(file)}`, () => {
      const result = runCase(readCase(readFileSync(file, "utf8")));
      expect(result.first).toBeNull();
      // What stands at masked steps is not compared, and not counted.
      expect(result.compared).toBeGreaterThan(50);
    });
});

describe.skipIf(!existsSync(shared))("the shared cases", () => {
  for (const file of casesIn(shared)) {
    const name = nameOf(file);
    test(`agree: ${name}`, () => {
      const parityCase = readCase(readFileSync(file, "utf8"));
      const result = runCase(parityCase);
      expect(result.first).toBeNull();
      if (name === "story-single") expect(parityCase.expected.losses?.length).toBe(200);
    });
  }
});

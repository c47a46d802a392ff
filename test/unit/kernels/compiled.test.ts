import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { buildNames, compileKernels, generatedFile, moduleOf } from "../../../.scripts/kernels.ts";

for (const build of buildNames)
  test(`the ${build} kernels are those that their source compiles to: npm run build:kernels`, {
    timeout: 300_000,
  }, async () => {
    expect(await readFile(generatedFile(build), "utf8")).toBe(moduleOf(build, await compileKernels(build)));
  });

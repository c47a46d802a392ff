import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { compileKernels, generatedFile, moduleOf } from "../../../.scripts/kernels.ts";

for (const variant of ["relaxed", "plain"] as const)
  test(`the ${variant} kernels are those that their source compiles to: npm run build:kernels`, {
    timeout: 300_000,
  }, async () => {
    expect(await readFile(generatedFile(variant), "utf8")).toBe(moduleOf(variant, await compileKernels(variant)));
  });

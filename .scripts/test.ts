/**
 * `npm test`: everything that can fail, one part after the other, and a last line `N passed, N failed` for machines.
 * `npm run test:unit` and its kin name the parts they want.
 */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "./build.ts";
import { findChromium } from "./chromium.ts";
import { type Counts, ofMocha, ofStatus, ofVitest, sum } from "./counts.ts";
import { inModules, reports, root } from "./paths.ts";
import { runNode } from "./processes.ts";
import { preparePyTorch } from "./pytorch.ts";

const walls = ["engine", "extension", "webview", "test", ".scripts"];
const vitest = inModules("vitest", "vitest.mjs");

async function check(): Promise<Counts> {
  const counts: Counts[] = [];
  for (const wall of walls)
    counts.push(ofStatus(await runNode([inModules("typescript", "bin", "tsc"), "--project", join(root, wall)])));
  return sum(counts);
}

const lint = async (): Promise<Counts> =>
  ofStatus(await runNode([inModules("@biomejs", "biome", "bin", "biome"), "check", root]));

/** Extra words on the command line go to vitest: `npm run test:unit -- test/unit/text`. */
async function withVitest(name: string, config: string, env: NodeJS.ProcessEnv = {}): Promise<Counts> {
  const report = join(reports, `${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const status = await runNode([vitest, "run", "--config", join(root, config), ...reporters, ...extra], {
    env: { ...process.env, ...env },
  });
  return ofVitest(report, status);
}

const inChromium = async (): Promise<Counts> =>
  withVitest("pages", join("test", "webview", "vitest.config.mts"), { CHROMIUM: await findChromium() });

async function againstOracles(): Promise<Counts> {
  console.log(await preparePyTorch());
  return withVitest("oracles", join("test", "oracles", "vitest.config.mts"));
}

async function inHost(...flags: string[]): Promise<Counts> {
  await build({ forPackage: false });
  const report = join(reports, "host.json");
  const status = await runNode([join(root, "test", "host", "run.ts"), report, ...flags]);
  return ofMocha(report, status);
}

const parts: Record<string, { readonly title: string; readonly run: () => Promise<Counts> }> = {
  check: { title: "Types", run: check },
  lint: { title: "Lint and format", run: lint },
  unit: { title: "Unit tests", run: () => withVitest("unit", "vitest.config.mts") },
  pages: { title: "The pages in Chromium, without VS Code", run: inChromium },
  oracles: { title: "Against PyTorch and TensorFlow.js", run: againstOracles },
  host: { title: "Inside the extension host of a VS Code served to Chromium", run: () => inHost() },
  desktop: { title: "Inside the extension host of a VS Code for the desktop", run: () => inHost("--desktop") },
  e2e: { title: "The packaged extension, driven as a person would", run: () => withVitest("e2e", "vitest.e2e.config.mts") },
};
const usual = ["check", "lint", "unit", "pages", "oracles", "host", "e2e"];

async function runPart(name: string): Promise<Counts> {
  const part = parts[name] as (typeof parts)[string];
  console.log(`\n=== ${part.title}\n`);
  const started = performance.now();
  const counts = await part.run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(
    `\n--- ${part.title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped, in ${seconds} s`,
  );
  return counts;
}

const words = process.argv.slice(2);
const named = words.filter((word) => word in parts);
const extra = words.filter((word) => !(word in parts));
await rm(reports, { recursive: true, force: true });
await mkdir(reports, { recursive: true });
const results: Counts[] = [];
for (const name of named.length > 0 ? named : usual) results.push(await runPart(name));
const { passed, failed } = sum(results);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

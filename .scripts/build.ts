import { globSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BuildOptions, build as bundle, context } from "esbuild";
import { dist, root } from "./paths.ts";
import { failWith } from "./processes.ts";

export interface BuildKind {
  /** Minified and without source maps, as it is shipped. */
  readonly forPackage: boolean;
}

const shared = ({ forPackage }: BuildKind): BuildOptions => ({
  absWorkingDir: root,
  bundle: true,
  logLevel: "warning",
  minify: forPackage,
  sourcemap: forPackage ? false : "linked",
  // Names are shown to people: EngineError, in logs and stacks.
  keepNames: true,
});

const entry = (out: string, file: string) => ({ out, in: join(root, file) });

const worker = entry("worker", "extension/worker/main.ts");
const kernelThread = entry("kernelThread", "extension/worker/kernelThread.ts");

/** First the form that can be bundled: what a UMD module requires is not seen. */
const mainFields = ["module", "main"];

/** The extension, its engine worker with the threads that help it, the command line, and (in development) the suites that run beside it in the extension host. */
const forNode = (kind: BuildKind): BuildOptions => ({
  ...shared(kind),
  platform: "node",
  format: "cjs",
  target: "node22",
  mainFields,
  external: ["vscode"],
  outdir: dist,
  entryPoints: [entry("extension", "extension/extension.ts"), worker, kernelThread, entry("cli", "extension/cli/main.ts")],
});

const forHostTests = (kind: BuildKind): BuildOptions => ({
  ...shared(kind),
  platform: "node",
  format: "cjs",
  target: "node22",
  external: ["vscode", "mocha"],
  outdir: join(root, "out", "test", "host"),
  entryPoints: [
    entry("index", "test/host/index.ts"),
    ...globSync("test/host/suite/*.test.ts", { cwd: root }).map((file) => entry(`suite/${basename(file, ".ts")}`, file)),
  ],
});

const forWebviews = (kind: BuildKind): BuildOptions => ({
  ...shared(kind),
  platform: "browser",
  format: "iife",
  target: "chrome128",
  outdir: join(dist, "webview"),
  entryPoints: [entry("lab", "webview/lab/main.ts"), entry("inspector", "webview/inspector/main.ts")],
});

const targets = (kind: BuildKind): BuildOptions[] => [
  forNode(kind),
  forWebviews(kind),
  ...(kind.forPackage ? [] : [forHostTests(kind)]),
];

/** Bundles everything into dist/ (and, in development, the host suites into out/). */
export async function build(kind: BuildKind): Promise<void> {
  // What is there of sources that are gone would be run with the rest.
  for (const folder of [dist, join(root, "out")]) await rm(folder, { recursive: true, force: true });
  await Promise.all(targets(kind).map((options) => bundle(options)));
}

/** The command line and its threads alone, within a moment. @param folder where `cli.js` is to lie. */
export async function buildCli(folder = dist): Promise<string> {
  const options = forNode({ forPackage: false });
  await bundle({ ...options, outdir: folder, entryPoints: [entry("cli", "extension/cli/main.ts"), kernelThread] });
  return join(folder, "cli.js");
}

/**
 * The threads of the engine as they are built, and a script that starts them.
 * @param folder where `main.js`, `worker.js` and `kernelThread.js` are to lie.
 * @param script its path from the project's folder.
 */
export async function buildThreads(folder: string, script: string): Promise<string> {
  const options = forNode({ forPackage: false });
  await bundle({ ...options, outdir: folder, entryPoints: [entry("main", script), worker, kernelThread] });
  return join(folder, "main.js");
}

async function watch(): Promise<void> {
  for (const options of targets({ forPackage: false })) await (await context({ ...options, logLevel: "info" })).watch();
  console.log("Watching. Ctrl+C ends it.");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  await (process.argv.includes("--watch") ? watch() : build({ forPackage: process.argv.includes("--for-package") })).catch(
    failWith,
  );

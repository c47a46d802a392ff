/**
 * Runs the suites inside an extension host: `node test/host/run.ts REPORT` with the VS Code that is served from npm to Chromium,
 * and with `--desktop` the VS Code that `@vscode/test-electron` downloads. Exits with 1 when a test failed or nothing came.
 */
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runTests } from "@vscode/test-electron";
import { findChromium } from "../../.scripts/chromium.ts";
import { root, sample } from "../../.scripts/paths.ts";
import { installServer } from "../../.scripts/vscodeServer.ts";
import { SuiteOutput } from "./output.ts";

const [report = join(root, ".vscode-test", "reports", "host.json"), ...flags] = process.argv.slice(2);
const log = report.replace(/\.json$/, ".log");
const desktop = flags.includes("--desktop");

/** A program that takes VS Code's flags, as test-electron expects one. */
const launcher = join(import.meta.dirname, process.platform === "win32" ? "launcher.cmd" : "launcher.ts");

async function prepare(): Promise<void> {
  await installServer();
  await findChromium();
}

if (!desktop) await prepare();
// A short path: VS Code keeps sockets in its data folder, and their names have a limit of about a hundred bytes.
const folder = await mkdtemp(join(tmpdir(), "gatescope-"));
const workspace = join(folder, "workspace");
const files = join(folder, "files");
await cp(sample, workspace, { recursive: true });
await mkdir(files);
const output = new SuiteOutput();
try {
  await runTests({
    stdout: output,
    stderr: output,
    ...(desktop ? {} : { vscodeExecutablePath: launcher }),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, "out", "test", "host", "index.js"),
    extensionTestsEnv: { GATESCOPE_REPORT: report, GATESCOPE_FILES: files },
    launchArgs: [workspace, `--user-data-dir=${join(folder, "data")}`, `--extensions-dir=${join(folder, "extensions")}`],
  });
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}. All that VS Code said is in ${log}.`);
  process.exitCode = 1;
} finally {
  await writeFile(log, output.all.join("\n"));
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}

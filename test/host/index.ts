import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { format } from "node:util";
import Mocha from "mocha";
import { marked } from "./output.ts";

/**
 * Called by VS Code inside its extension host: runs the suites beside this file. The numbers go to the file that the
 * environment names (GATESCOPE_REPORT), for whoever started VS Code; failing tests reject.
 */
export function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => console.log(marked(format(...values)));
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, color: false, reporter: "spec" });
  const suites = join(__dirname, "suite");
  for (const name of readdirSync(suites).sort()) if (name.endsWith(".test.js")) mocha.addFile(join(suites, name));
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      writeReport(runner);
      if (failures === 0) resolve();
      else reject(new Error(`${failures} tests failed.`));
    });
  });
}

function writeReport({ stats }: Mocha.Runner): void {
  const report = process.env.GATESCOPE_REPORT;
  if (!report || !stats) return;
  mkdirSync(dirname(report), { recursive: true });
  writeFileSync(report, JSON.stringify({ passed: stats.passes, failed: stats.failures, skipped: stats.pending }));
}

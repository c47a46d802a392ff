#!/usr/bin/env node
/**
 * A VS Code for `@vscode/test-electron`: takes the flags of the desktop's (`--extensionDevelopmentPath=`, `--extensionTestsPath=`,
 * `--user-data-dir=`, a folder), and runs the suite in VS Code's server with its window in Chromium. Ends with the suite's exit code.
 */
import { chromium } from "playwright-core";
import { chromiumArgs, findChromium } from "../../.scripts/chromium.ts";
import { asUrlPath, type Server, startServer } from "../../.scripts/vscodeServer.ts";

/** A suite that hangs is ended: all of them together take about a minute. */
const limitMinutes = Number(process.env.GATESCOPE_HOST_TEST_MINUTES ?? 8);

const args = process.argv.slice(2);
const folder = args.find((arg) => !arg.startsWith("-")) ?? process.cwd();

function flag(name: string): string {
  const found = args.find((arg) => arg.startsWith(`--${name}=`));
  if (!found) throw new Error(`The launcher needs --${name}=…`);
  return found.slice(name.length + 3);
}

/** The page reads what to develop and to test from its address, as `[[name, value], …]`. */
function addressOf(server: Server): string {
  const remote = (path: string) => `vscode-remote://127.0.0.1:${server.port}${asUrlPath(path)}`;
  const payload = ["extensionDevelopmentPath", "extensionTestsPath"].map((name) => [name, remote(flag(name))]);
  return `${server.address(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** Opens VS Code's window. The answer comes when the suite has ended. */
async function runSuite(server: Server): Promise<number> {
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumArgs });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const ended = new Promise<number>((resolve, reject) => {
      page.exposeFunction("codeAutomationExit", resolve).catch(reject);
      browser.once("disconnected", () => reject(new Error("Chromium ended before the suite.")));
      page.once("crash", () => reject(new Error("The page crashed.")));
      setTimeout(() => reject(new Error(`The suite did not end within ${limitMinutes} minutes.`)), limitMinutes * 60_000);
    });
    await page.exposeFunction("codeAutomationLog", (_type: string, values: unknown[]) => console.log(...values));
    await page.goto(addressOf(server));
    return await ended;
  } finally {
    await browser.close();
  }
}

const server = await startServer({ dataDir: flag("user-data-dir"), testDriver: true });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => server.close().then(() => process.exit(1)));
const code = await runSuite(server).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
await server.close();
process.exit(code);

import type { ChildProcess } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { root, scratch } from "./paths.ts";
import { endTree, runNpm, runQuietly, startTree } from "./processes.ts";

const home = join(scratch, "code-server");
const vscode = join(home, "node_modules", "code-server", "lib", "vscode");
const main = join(vscode, "out", "server-main.js");
const stamp = join(home, "installed");

/**
 * Puts a whole VS Code (the npm package `code-server` holds one) into the scratch folder, unless it is there. No native module is
 * compiled: VS Code's server does without, apart from the terminal, and complains in its log.
 */
export async function installServer(): Promise<void> {
  const recipe = join(root, ".scripts", "code-server");
  const wanted = createHash("sha256")
    .update(await readFile(join(recipe, "package-lock.json")))
    .digest("hex");
  if ((await readFile(stamp, "utf8").catch(() => "")) === wanted) return;
  console.log("Fetching VS Code from the npm registry (once, about 600 MB on disk) …");
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await cp(recipe, home, { recursive: true });
  await runNpm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"], home);
  // VS Code's own packages are pinned by the shrinkwrap file inside of it, which `npm ci` finds out of step with its package.json.
  await runNpm(["install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], vscode);
  await writeFile(stamp, wanted);
}

export interface ServerOptions {
  /** Where settings, extensions and their storage live; created if missing. */
  readonly dataDir: string;
  /** Settings of the user, unless the folder has some already. */
  readonly settings?: Record<string, unknown>;
  /** Lets the page be told which extension to develop and which suite to run: for tests inside the extension host only. */
  readonly testDriver?: boolean;
  readonly environment?: Record<string, string>;
  /** Sees every line that the server prints. */
  readonly onLine?: (line: string) => void;
}

export interface Server {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  readonly token: string;
  /** The address that opens VS Code on a folder. */
  address(folder: string): string;
  close(): Promise<void>;
}

/** Settings for people and pictures: nothing that asks, advertises or calls out. */
export const quietSettings = {
  "chat.disableAIFeatures": true,
  // Stories have long lines.
  "editor.wordWrap": "on",
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  // The sample lies within this project's own repository.
  "git.openRepositoryInParentFolders": "never",
  "remote.autoForwardPorts": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

const common = (dataDir: string): string[] => [
  main,
  "--accept-server-license-terms",
  "--disable-telemetry",
  "--server-data-dir",
  dataDir,
];

/** Starts VS Code's server on a free port of this machine only, guarded by a random token. */
export async function startServer(options: ServerOptions): Promise<Server> {
  await writeSettings(options.dataDir, options.settings ?? quietSettings);
  const token = randomBytes(16).toString("hex");
  const args = [...common(options.dataDir), "--host", "127.0.0.1", "--port", "0", "--connection-token", token];
  if (options.testDriver) args.push("--enable-smoke-test-driver");
  const child = startTree(process.execPath, args, { env: { ...process.env, ...options.environment } });
  const port = await portOf(child, options.onLine ?? (() => {}));
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    port,
    token,
    address: (folder) => `${origin}/?tkn=${token}&folder=${encodeURI(asUrlPath(folder))}`,
    close: () => endTree(child),
  };
}

/** Installs a .vsix file, as a person would with "Install from VSIX…". */
export async function installExtension(vsix: string, dataDir: string): Promise<void> {
  await runQuietly(process.execPath, [...common(dataDir), "--install-extension", vsix, "--force"]);
}

/** A folder's path as VS Code's addresses write it: `/c:/work` on Windows. */
export const asUrlPath = (folder: string): string => {
  const path = folder.replaceAll("\\", "/");
  return path.startsWith("/") ? path : `/${path}`;
};

async function writeSettings(dataDir: string, settings: Record<string, unknown>): Promise<void> {
  const folder = join(dataDir, "data", "User");
  await mkdir(folder, { recursive: true });
  const text = `${JSON.stringify(settings, null, 2)}\n`;
  await writeFile(join(folder, "settings.json"), text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}

/** The port is known once the server listens, and pages can be opened once its agent says that it has started. */
function portOf(child: ChildProcess, onLine: (line: string) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    let port = 0;
    const read = (line: string) => {
      onLine(line);
      if (said.length < 200) said.push(line);
      port ||= Number(/agent listening on (\d+)/.exec(line)?.[1] ?? 0);
      if (line.includes("Extension host agent started")) resolve(port);
    };
    for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({ input: stream }).on("line", read);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`VS Code's server ended at once (${code}):\n${said.join("\n")}`)));
  });
}

// The door of every npm script: `node .scripts/run.mjs build --watch` runs `.scripts/build.ts`.
// Plain JavaScript, so that the oldest Node we promise (20) can read it: it sees to the packages and then to a Node that runs TypeScript.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What npm recorded: in the lock file what should be there, in node_modules (written last of all) what is. */
function packagesIn(lockFile) {
  return existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, "utf8")).packages : {};
}

/** Optional packages may be missing: most are for another platform. */
function isInstalled() {
  const installed = packagesIn(join(root, "node_modules", ".package-lock.json"));
  return Object.entries(packagesIn(join(root, "package-lock.json"))).every(
    ([path, wanted]) => path === "" || wanted.optional || installed[path]?.integrity === wanted.integrity,
  );
}

function install() {
  console.log("Installing packages (npm ci) …");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const options = { cwd: root, stdio: "inherit" };
  const { status } = npm?.endsWith(".js")
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (status !== 0) fail("npm ci failed: see above. Is the npm registry in reach (npm ping)?");
}

/** Node runs TypeScript without a flag since 22.18; VS Code's server wants 24. */
function findNode() {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const folder = join(root, "node_modules", `node-${platform}-${process.arch}`, "bin");
  const ours = join(folder, process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(ours) && spawnSync(ours, ["--version"]).status === 0) return ours;
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  fail(`This needs Node 22.18 or newer, and found ${process.version}. Install Node 24 from https://nodejs.org and try again.`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

const [name, ...rest] = process.argv.slice(2);
const script = join(root, ".scripts", `${name}.ts`);
if (!existsSync(script)) fail(`There is no script "${name}" in .scripts/.`);
if (!isInstalled()) install();
const node = findNode();
const path = [dirname(node), process.env.PATH ?? ""].join(delimiter);
const child = spawn(node, [script, ...rest], { cwd: root, stdio: "inherit", env: { ...process.env, PATH: path } });
// Ctrl+C reaches the child by itself: wait for it to tidy up.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

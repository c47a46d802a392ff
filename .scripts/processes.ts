import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** Runs a program to its end. The answer is its exit status, 1 where a signal ended it. */
export async function run(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<number> {
  const child = spawn(program, args, { stdio: "inherit", ...options });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

/** Like `run`, for a JavaScript file and the Node that runs us. */
export const runNode = (args: readonly string[], options: SpawnOptions = {}): Promise<number> =>
  run(process.execPath, args, options);

/** Runs a program quietly; what it said is shown only when it fails. */
export function runQuietly(program: string, args: readonly string[], options: SpawnOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const said: Buffer[] = [];
    child.stdout?.on("data", (data: Buffer) => said.push(data));
    child.stderr?.on("data", (data: Buffer) => said.push(data));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve();
      reject(new Error(`${program} ${args.join(" ")} failed (${code}):\n${Buffer.concat(said).toString().trim()}`));
    });
  });
}

/** npm, however we were started: `npm_execpath` is the npm that runs the script. */
export function runNpm(args: readonly string[], cwd: string): Promise<void> {
  const npm = process.env.npm_execpath;
  if (npm?.endsWith(".js")) return runQuietly(process.execPath, [npm, ...args], { cwd });
  return runQuietly("npm", args, { cwd, shell: process.platform === "win32" });
}

/** Starts a program at the head of a process group of its own, so that `endTree` can end it with all its children, as our own end does. */
export function startTree(program: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const leash = join(import.meta.dirname, "leash.ts");
  return spawn(process.execPath, [leash, program, ...args], {
    ...options,
    stdio: ["pipe", "pipe", "pipe"],
    detached: process.platform !== "win32",
  });
}

/** Ends a process of `startTree` with its children: asks, and after two seconds insists. */
export async function endTree(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  signalTree(child.pid, "SIGTERM");
  const insist = setTimeout(() => signalTree(child.pid as number, "SIGKILL"), 2000);
  await ended;
  clearTimeout(insist);
  signalTree(child.pid, "SIGKILL");
}

function signalTree(pid: number, signal: NodeJS.Signals): void {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"]);
    return;
  }
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** A script's end where something failed: the sentence, without the stack, which would only name our own scripts. */
export function failWith(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

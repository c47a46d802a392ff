/**
 * `node leash.ts PROGRAM ARGUMENTS…` runs a program and ends it, with all its children, when whoever started us is gone, however
 * suddenly: our standard input is a pipe to which nobody writes, and which closes with its other end. See `startTree`.
 */
import { spawn, spawnSync } from "node:child_process";

const [program = "", ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ["ignore", "inherit", "inherit"] });
child.on("exit", (code) => process.exit(code ?? 1));

process.stdin.resume().on("close", () => {
  // We lead a process group of our own, and end with it.
  if (process.platform === "win32") spawnSync("taskkill", ["/pid", String(process.pid), "/t", "/f"]);
  else process.kill(-process.pid, "SIGKILL");
});

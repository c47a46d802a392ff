/** Finds a Python that has PyTorch, the oracle of the parity tests. `node .scripts/pytorch.ts` installs it on Debian and says what happened. */
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";
import { runQuietly } from "./processes.ts";

export const advice = process.platform === "linux" ? "on Debian `apt-get install python3-torch`" : "`pip install torch`";

/** The Python with PyTorch that is there (the environment's PYTHON wins), or null. Takes a tenth of a second: nothing is imported. */
export const findPyTorch = (): string | null => candidates().find(hasPyTorch) ?? null;

/** As `findPyTorch`; on Debian and its kin PyTorch is installed when it is missing, if we are root. Takes a minute then. */
export async function installPyTorch(): Promise<string | null> {
  const found = findPyTorch();
  if (found || !mayInstall()) return found;
  console.log("Installing python3-torch with apt-get …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runQuietly("apt-get", ["update", "-q"], { env });
  await runQuietly("apt-get", ["install", "-q", "-y", "--no-install-recommends", "python3-torch"], { env });
  return findPyTorch();
}

/** One sentence on what `installPyTorch` found; where it could not install, what to do. Never throws: the tests skip without PyTorch. */
export async function preparePyTorch(): Promise<string> {
  try {
    const python = await installPyTorch();
    if (python) return `PyTorch was found: ${python}.`;
    return `No Python with PyTorch was found, so the tests that need it are skipped: install it (${advice}) or set PYTHON to one.`;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return `PyTorch could not be installed, so the tests that need it are skipped: ${said}`;
  }
}

function candidates(): string[] {
  const chosen = process.env.PYTHON;
  if (chosen) return [chosen];
  return process.platform === "win32" ? ["py", "python"] : ["/usr/bin/python3", "python3", "python"];
}

function hasPyTorch(python: string): boolean {
  const program = "import importlib.util, sys; sys.exit(0 if importlib.util.find_spec('torch') else 1)";
  return spawnSync(python, ["-c", program], { stdio: "ignore" }).status === 0;
}

/** A Python that somebody chose is not ours to fill. */
function mayInstall(): boolean {
  if (process.env.PYTHON) return false;
  return process.platform === "linux" && process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(await preparePyTorch());

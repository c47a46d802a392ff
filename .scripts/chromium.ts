import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { runQuietly } from "./processes.ts";

/** Chromium's manners for tests: no network of its own, and no sandbox where root may not have one. */
export const chromiumArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Finds Chromium or Chrome (the environment's CHROMIUM wins). On Debian and its kin it is installed when missing, if we are root.
 * @throws Error that says what to install.
 */
export async function findChromium(): Promise<string> {
  const found = candidates().find((path) => existsSync(path));
  if (found) return found;
  if (process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await installDebianChromium();
    const installed = candidates().find((path) => existsSync(path));
    if (installed) return installed;
  }
  throw new Error(`No Chromium was found. ${advice()} Or point the environment variable CHROMIUM at one.`);
}

async function installDebianChromium(): Promise<void> {
  console.log("Installing Chromium and its fonts with apt-get …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runQuietly("apt-get", ["update", "-q"], { env });
  await runQuietly(
    "apt-get",
    ["install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-noto-core", "fonts-noto-mono"],
    { env },
  );
}

function candidates(): string[] {
  const chosen = process.env.CHROMIUM;
  if (chosen) return [chosen];
  if (process.platform === "darwin") return onMac();
  if (process.platform === "win32") return onWindows();
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/snap/bin"];
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}

function onMac(): string[] {
  const apps = ["Chromium", "Google Chrome", "Microsoft Edge"];
  return ["/Applications", join(homedir(), "Applications")].flatMap((folder) =>
    apps.map((app) => join(folder, `${app}.app`, "Contents", "MacOS", app)),
  );
}

function onWindows(): string[] {
  const folders = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].filter(
    (path) => path !== undefined,
  );
  const programs = [
    "Google\\Chrome\\Application\\chrome.exe",
    "Chromium\\Application\\chrome.exe",
    "Microsoft\\Edge\\Application\\msedge.exe",
  ];
  return folders.flatMap((folder) => programs.map((program) => join(folder, program)));
}

function advice(): string {
  if (process.platform === "darwin")
    return "Install Google Chrome (https://www.google.com/chrome), or `brew install --cask chromium`.";
  if (process.platform === "win32")
    return "Install Google Chrome (https://www.google.com/chrome), or `winget install Google.Chrome`.";
  return "Install it with your system's packages (Debian, as root: `apt-get install chromium`).";
}

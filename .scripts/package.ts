import { readFile, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "./build.ts";
import { inModules, root } from "./paths.ts";
import { failWith, runQuietly } from "./processes.ts";

/** Builds and packages what is shipped. The answer is the .vsix file's path. */
export async function packageExtension(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const vsix = join(root, `gatescope-${version}.vsix`);
  await rm(vsix, { force: true });
  await build({ forPackage: true });
  const vsce = inModules("@vscode", "vsce", "vsce");
  // Everything is bundled, so that no dependency goes along; the repository's address would only serve links of the README.
  const args = ["package", "--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links", "--out", vsix];
  await runQuietly(process.execPath, [vsce, ...args], { cwd: root });
  return vsix;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  console.log(`Packaged ${relative(root, await packageExtension().catch(failWith))}`);

/**
 * Compiles the SIMD kernels from AssemblyScript to WebAssembly, with relaxed SIMD and without, for one thread and for several, into
 * modules of the engine: `npm run build:kernels`. These are committed, so that the engine runs as it lies; a test holds them to their source.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inModules, root } from "./paths.ts";
import { failWith, runQuietly } from "./processes.ts";

const compiler = inModules("assemblyscript", "bin", "asc.js");
const simd = join("engine", "kernels", "simd");
/** The memory is the arena's own; 65,536 pages are 4 GiB, all that 32-bit addresses reach. */
const options = ["--optimizeLevel", "3", "--noAssert", "--runtime", "stub", "--importMemory", "--maximumMemory", "65536"];
const plain = ["simd", "bulk-memory"];
const relaxed = [...plain, "relaxed-simd"];
const builds = { relaxed, plain, relaxedShared: [...relaxed, "threads"], plainShared: [...plain, "threads"] };

export type Build = keyof typeof builds;
export const buildNames = Object.keys(builds) as Build[];

/** @throws Error with the compiler's words. */
export async function compileKernels(build: Build): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "kernels-"));
  const out = join(folder, "kernels.wasm");
  const features = builds[build].flatMap((feature) => ["--enable", feature]);
  if (builds[build].includes("threads")) features.push("--sharedMemory");
  await runQuietly(process.execPath, [compiler, join(simd, "assembly", "index.ts"), "--outFile", out, ...options, ...features], {
    cwd: root,
  });
  const binary = await readFile(out);
  await rm(folder, { recursive: true });
  return binary;
}

/** The text of the module that holds a compiled build. */
export function moduleOf(build: Build, binary: Uint8Array): string {
  const base64 = Buffer.from(binary).toString("base64");
  return `/** Compiled from ../assembly by \`npm run build:kernels\`: WebAssembly, in base64. */\nexport const ${build} =\n  "${base64}";\n`;
}

export const generatedFile = (build: Build): string => join(root, simd, "generated", `${build}.ts`);

export async function buildKernels(): Promise<void> {
  await mkdir(join(root, simd, "generated"), { recursive: true });
  for (const build of buildNames) {
    const binary = await compileKernels(build);
    await writeFile(generatedFile(build), moduleOf(build, binary));
    console.log(`${build}: ${binary.length.toLocaleString("en")} bytes of WebAssembly`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildKernels().catch(failWith);

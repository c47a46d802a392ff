/**
 * Compiles the SIMD kernels from AssemblyScript to WebAssembly, once with relaxed SIMD and once without, into modules of the engine:
 * `npm run build:kernels`. These are committed, so that the engine runs as it lies; a test holds them to their source.
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
const variants = { relaxed: ["simd", "bulk-memory", "relaxed-simd"], plain: ["simd", "bulk-memory"] };

export type Variant = keyof typeof variants;

/** @throws Error with the compiler's words. */
export async function compileKernels(variant: Variant): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "kernels-"));
  const out = join(folder, "kernels.wasm");
  const features = variants[variant].flatMap((feature) => ["--enable", feature]);
  await runQuietly(process.execPath, [compiler, join(simd, "assembly", "index.ts"), "--outFile", out, ...options, ...features], {
    cwd: root,
  });
  const binary = await readFile(out);
  await rm(folder, { recursive: true });
  return binary;
}

/** The text of the module that holds a compiled variant. */
export function moduleOf(variant: Variant, binary: Uint8Array): string {
  const base64 = Buffer.from(binary).toString("base64");
  return `/** Compiled from ../assembly by \`npm run build:kernels\`: WebAssembly, in base64. */\nexport const ${variant} =\n  "${base64}";\n`;
}

export const generatedFile = (variant: Variant): string => join(root, simd, "generated", `${variant}.ts`);

export async function buildKernels(): Promise<void> {
  await mkdir(join(root, simd, "generated"), { recursive: true });
  for (const variant of Object.keys(variants) as Variant[]) {
    const binary = await compileKernels(variant);
    await writeFile(generatedFile(variant), moduleOf(variant, binary));
    console.log(`${variant}: ${binary.length.toLocaleString("en")} bytes of WebAssembly`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await buildKernels().catch(failWith);

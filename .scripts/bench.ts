/** `npm run bench` (`-- --quick`; `-- NAME …` for some rows only): how fast we are, beside PyTorch and TensorFlow.js. No test looks at it. */
import { join } from "node:path";
import { build } from "./build.ts";
import { dist, reports, root } from "./paths.ts";
import { failWith, runNode } from "./processes.ts";
import { advice, findPyTorch } from "./pytorch.ts";

async function bench(): Promise<number> {
  const python = findPyTorch();
  if (!python)
    console.log(`No Python with PyTorch was found, so its column stays empty: install it (${advice}) or set PYTHON to one.\n`);
  await build({ forPackage: true });
  const args = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", join(root, "test", "bench", "main.ts")];
  const env = { ...process.env, BENCH_PYTHON: python ?? "", BENCH_ENGINE: dist, BENCH_REPORT: join(reports, "bench.json") };
  return runNode([...args, ...process.argv.slice(2)], { env });
}

process.exit(await bench().catch(failWith));

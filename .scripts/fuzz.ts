/**
 * `npm run fuzz -- [MINUTES] [SEED]`: for ten minutes or as many as are named, gradients of networks drawn by chance, by hand and by
 * differences; and recipes drawn by chance, trained in one go and from a file of their middle. A failure tells the seed, with which it can
 * be had again.
 */
import { join } from "node:path";
import { inModules, root } from "./paths.ts";
import { runNode } from "./processes.ts";

const [minutes = "10", seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
if (!(Number(minutes) > 0 && Number.isInteger(Number(seed)))) {
  console.error("Usage: npm run fuzz -- [MINUTES] [SEED]");
  process.exit(2);
}
const files = ["test/unit/engine/gradients.property.test.ts", "test/unit/worker/recipes.property.test.ts"];
const env = { ...process.env, FUZZ_MINUTES: minutes, FUZZ_SEED: seed };
console.log(`Drawing networks and recipes for ${minutes} min, from seed ${seed}.`);
process.exit(
  await runNode([inModules("vitest", "vitest.mjs"), "run", "--config", join(root, "vitest.config.mts"), ...files], { env }),
);

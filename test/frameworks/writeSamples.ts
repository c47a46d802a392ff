import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { containerFormats } from "../../engine/containers/containers.ts";

/**
 * Reads each kept file that a framework wrote and writes it again, for `checkWritten.py` to open with the real libraries:
 *
 *     node test/frameworks/writeSamples.ts OUT && python3 test/frameworks/checkWritten.py OUT
 */
const fixtures = join(import.meta.dirname, "..", "unit", "containers", "fixtures");
const out = process.argv[2] ?? "samples";

for (const folder of readdirSync(fixtures).filter((name) => !/^bad-|hostile|whole-module|bomb|object/u.test(name)))
  for (const file of readdirSync(join(fixtures, folder))) {
    const sibling = (name: string) => readFileSync(join(fixtures, folder, name));
    const source = { name: file, bytes: sibling(file), sibling };
    const format = containerFormats.find((candidate) => candidate.detect(source));
    if (format === undefined) continue;
    mkdirSync(join(out, folder), { recursive: true });
    for (const { name, bytes } of format.write(format.read(source), file)) writeFileSync(join(out, folder, name), bytes);
  }

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hdf5 } from "../../engine/containers/hdf5/hdf5.ts";
import { keras } from "../../engine/containers/keras/keras.ts";
import { npy, npz } from "../../engine/containers/npy/npz.ts";
import { safetensors } from "../../engine/containers/safetensors/safetensors.ts";
import type { ContainerFormat } from "../../engine/containers/tensors/container.ts";
import { torch } from "../../engine/containers/torch/torch.ts";

/**
 * Reads each kept file that a framework wrote and writes it again, for `checkWritten.py` to open with the real libraries:
 *
 *     node test/frameworks/writeSamples.ts OUT && python3 test/frameworks/checkWritten.py OUT
 */
const fixtures = join(import.meta.dirname, "..", "unit", "containers", "fixtures");
const formats: readonly ContainerFormat[] = [safetensors, npz, npy, hdf5, keras, torch];
const out = process.argv[2] ?? "samples";

for (const folder of readdirSync(fixtures).filter((name) => !/^bad-|hostile|whole-module|bomb|object/u.test(name)))
  for (const file of readdirSync(join(fixtures, folder))) {
    const format = formats.find(({ endings }) => endings.some((ending) => file.endsWith(ending)));
    if (format === undefined) continue;
    const sibling = (name: string) => readFileSync(join(fixtures, folder, name));
    const content = format.read({ name: file, bytes: sibling(file), sibling });
    mkdirSync(join(out, folder), { recursive: true });
    for (const { name, bytes } of format.write(content, file)) writeFileSync(join(out, folder, name), bytes);
  }

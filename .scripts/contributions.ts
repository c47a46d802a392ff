/**
 * `npm run build:contributions`: writes what of `package.json` follows from the engine's table: the settings. A test holds the two
 * together, so that it has to be run after each change of the table.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createRegistry } from "../engine/registry/builtins/createRegistry.ts";
import { contributedSettings } from "../extension/settings/contributed.ts";
import { root } from "./paths.ts";

const file = join(root, "package.json");
const manifest = JSON.parse(await readFile(file, "utf8"));
manifest.contributes.configuration = contributedSettings(createRegistry());
await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);

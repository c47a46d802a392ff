/**
 * `npm run build:contributions`: writes what follows from the engine's table: the settings in `package.json`, and the schema that recipes are
 * completed and checked by. Tests hold them together, so that it has to be run after each change of the table.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { recipeSchema } from "../engine/recipe/jsonSchema.ts";
import { createRegistry } from "../engine/registry/builtins/createRegistry.ts";
import { contributedSettings } from "../extension/settings/contributed.ts";
import { root } from "./paths.ts";

const registry = createRegistry();
const file = join(root, "package.json");
const manifest = JSON.parse(await readFile(file, "utf8"));
manifest.contributes.configuration = contributedSettings(registry);
await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`);

const schema = join(root, "media", "schemas", "recipe.schema.json");
await mkdir(dirname(schema), { recursive: true });
await writeFile(schema, `${JSON.stringify(recipeSchema(registry), null, 2)}\n`);

import { cells } from "../cells/builtins.ts";
import { initializers } from "../initializers/builtins.ts";
import { layers } from "../layers/builtins.ts";
import { losses } from "../losses/builtins.ts";
import { optimizers } from "../optimizers/builtins.ts";
import { schedules } from "../optimizers/scheduleBuiltins.ts";
import { tokenizers } from "../text/tokenizers/builtins.ts";
import { wrappers } from "../wrappers/builtins.ts";
import { Registry } from "./registry.ts";

/** The built-in entries, of every kind; they get in by the door that all others use. */
export function registerBuiltins(registry: Registry): Registry {
  return registry.register(
    ...cells,
    ...layers,
    ...wrappers,
    ...losses,
    ...optimizers,
    ...schedules,
    ...initializers,
    ...tokenizers,
  );
}

/** The registry that models are built from. */
export const registry: Registry = registerBuiltins(new Registry());

import { Registry } from "../registry.ts";
import { cells } from "./cells.ts";
import { clippings } from "./clippings.ts";
import { initializers } from "./initializers.ts";
import { layers } from "./layers.ts";
import { losses } from "./losses.ts";
import { optimizers } from "./optimizers.ts";
import { schedules } from "./schedules.ts";
import { tasks } from "./tasks.ts";
import { tokenizers } from "./tokenizers.ts";
import { wrappers } from "./wrappers.ts";

/** A registry with the built-in entries, of every kind; they get in by the door that all others use. */
export function createRegistry(): Registry {
  return new Registry().register(
    ...cells,
    ...layers,
    ...wrappers,
    ...losses,
    ...optimizers,
    ...clippings,
    ...schedules,
    ...initializers,
    ...tokenizers,
    ...tasks,
  );
}

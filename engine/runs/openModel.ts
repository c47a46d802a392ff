import type { SavedModel } from "../formats/modelFile.ts";
import type { Readable } from "../generation/reader.ts";
import type { Registry } from "../registry/registry.ts";
import type { Tokenizer } from "../text/tokenizers/tokenizer.ts";
import { tokenizerOf } from "./data.ts";
import { modelOf, type PlannedModel } from "./modelOf.ts";
import { readableOf } from "./readableOf.ts";

/** A saved model, ready to be read with. */
export interface OpenedModel {
  readonly planned: PlannedModel;
  readonly readable: Readable;
  readonly tokenizer: Tokenizer;
}

/** @throws EngineError `badConfiguration` where its recipe names what this registry does not have */
export function openModel(registry: Registry, { recipe, vocabulary }: SavedModel): OpenedModel {
  const planned = modelOf(registry, recipe, { kind: "tokens", count: vocabulary.size });
  return { planned, readable: readableOf(registry, recipe, planned), tokenizer: tokenizerOf(registry, recipe.text.tokenizer) };
}

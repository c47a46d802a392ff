import { EngineError } from "../errors/errors.ts";
import type { SavedModel } from "../formats/modelFile.ts";
import type { Askable } from "../generation/predictor.ts";
import type { Readable } from "../generation/reader.ts";
import { tokenizerOf } from "../recipe/tokenizer.ts";
import type { Registry } from "../registry/registry.ts";
import type { DataSize } from "../tasks/data.ts";
import type { Tokenizer } from "../text/tokenizers/tokenizer.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { modelOf, type PlannedModel } from "./modelOf.ts";
import { readableOf } from "./readableOf.ts";

/** A saved model, ready to be read with. */
export interface OpenedModel {
  readonly planned: PlannedModel;
  readonly readable: Readable;
  readonly tokenizer: Tokenizer;
}

/** @throws EngineError `badConfiguration` where its recipe names what this registry does not have */
export function openModel(registry: Registry, { recipe, vocabulary, series }: SavedModel): OpenedModel {
  const planned = modelOf(registry, recipe, savedSize(vocabulary, series));
  return { planned, readable: readableOf(registry, recipe, planned), tokenizer: tokenizerOf(registry, recipe.text.tokenizer) };
}

function savedSize(vocabulary: SavedModel["vocabulary"], series: SavedModel["series"]): DataSize {
  if (vocabulary !== null) return { kind: "tokens", count: vocabulary.size };
  return { kind: "series", columns: series?.columns.length ?? 0, targets: series?.targets.length ?? 0 };
}

/** A saved model on tokens, ready to be asked. @throws EngineError `badConfiguration` for one of numbers */
export function askableOf(registry: Registry, saved: SavedModel): Askable {
  const { readable, tokenizer, planned } = openModel(registry, saved);
  const { values, step } = saved.trainer;
  const { letters } = saved.recipe.text;
  return { readable, tokenizer, vocabulary: vocabularyOf(saved), letters, values, step, fill: planned.task.can.fill };
}

/** A saved model of tokens. @throws EngineError `badModelFile` for one of numbers */
export function vocabularyOf({ vocabulary }: SavedModel): Vocabulary {
  if (vocabulary !== null) return vocabulary;
  throw new EngineError("badConfiguration", "This model reads numbers, not text.", "Ask it for a forecast.");
}

import { EngineError, type Place } from "../errors/errors.ts";
import { placedAt } from "../errors/placed.ts";
import type { WholeRecipe } from "../recipe/recipe.ts";
import { tokenizerOf } from "../recipe/tokenizer.ts";
import type { Registry } from "../registry/registry.ts";
import { chooseColumns } from "../series/columns.ts";
import { readSeries } from "../series/readSeries.ts";
import type { Rows } from "../series/rows.ts";
import { fitScaling, type Scaling, scale } from "../series/scaling.ts";
import type { Series } from "../series/series.ts";
import type { RunData, SeriesData, TokenData } from "../tasks/data.ts";
import { isSeriesTask, type SeriesTask } from "../tasks/series.ts";
import type { Task } from "../tasks/task.ts";
import { cutTail } from "../text/batching/split.ts";
import { encodeGrowing, encodeKnownText, encodeNewText, usualBounds, type VocabularyBounds } from "../text/encode.ts";
import { normalizeText } from "../text/normalize.ts";
import type { Tokenizer } from "../text/tokenizers/tokenizer.ts";
import type { Vocabulary } from "../text/vocabulary.ts";

/** What a saved model knows of the text that it was trained on. */
export interface KnownData {
  /** Null for a model of numbers. */
  readonly vocabulary: Vocabulary | null;
  /** Null for a model of tokens. */
  readonly scaling: Scaling | null;
}

export interface DataRequest {
  readonly text: string;
  /** Another text that tells how well this one is learned. */
  readonly validation: string | null;
  /** Of a saved model that goes on; null for a new one. */
  readonly known: KnownData | null;
}

/**
 * What a run reads of its text.
 * @throws EngineError `emptyText`, `unknownTokens`, `tooManyTokens`, `badSeries`, `tooFewTokens`
 */
export function readData(registry: Registry, recipe: WholeRecipe, task: Task, request: DataRequest): RunData {
  try {
    return isSeriesTask(task) ? readNumbers(recipe, task, request) : readTokens(registry, recipe, request);
  } catch (error) {
    // What the platform throws where an array or a map would be too large.
    if (!(error instanceof RangeError)) throw error;
    const advice = "Train on a part of it.";
    throw new EngineError("tooManyTokens", "The text has more tokens than this machine has memory for.", advice);
  }
}

const tailPlace: Place = ["training", "validation", "part"];
const otherPlace: Place = ["training", "validation", "file"];

function readTokens(registry: Registry, { text: options, training }: WholeRecipe, request: DataRequest): TokenData {
  const tokenizer = tokenizerOf(registry, options.tokenizer);
  const text = normalizeText(request.text, options.letters);
  const known = request.known?.vocabulary ?? null;
  const { ids, vocabulary } =
    known === null
      ? encodeNewText(text, ordered(tokenizer, options.order), boundsOf(options))
      : encodeGrowing(text, tokenizer, known, boundsOf(options).maximum);
  const { part } = training.validation;
  const cut = part > 0 ? placedAt(tailPlace, () => cutTail(ids.length, part, { training: 2 })) : ids.length;
  const other =
    request.validation === null
      ? null
      : placedAt(otherPlace, () => encodeKnownText(normalizeText(request.validation!, options.letters), tokenizer, vocabulary));
  const tail = cut < ids.length ? { ids, from: cut } : null;
  return {
    kind: "tokens",
    tokenizer,
    vocabulary,
    ids: ids.subarray(0, cut),
    validation: other === null ? tail : { ids: other, from: 0 },
  };
}

const boundsOf = ({ vocabulary, minimumCount }: WholeRecipe["text"]): VocabularyBounds => ({
  maximum: vocabulary ?? usualBounds.maximum,
  minimumCount,
});

const ordered = (tokenizer: Tokenizer, order: WholeRecipe["text"]["order"]): Tokenizer =>
  order === "codePoint" ? { ...tokenizer, order } : tokenizer;

function readNumbers({ training }: WholeRecipe, task: SeriesTask, request: DataRequest): SeriesData {
  const { scaling: kind, targets, ...options } = task.reading;
  const series = readSeries(normalizeText(request.text), options);
  const { part } = training.validation;
  const least = { training: task.steps + task.horizon };
  const cut = part > 0 ? placedAt(tailPlace, () => cutTail(series.rows, part, least, "rows")) : series.rows;
  const columns = series.columns.length;
  const scaling = request.known?.scaling ?? fitScaling(kind, series.values, columns, cut);
  const told = targets.length === 0 ? series.columns.map((_, place) => place) : chooseColumns(series.columns, targets);
  const rowsOf = (read: Series): Rows => ({ values: scale(scaling, read.values), columns, targets: told });
  const all = rowsOf(series);
  const other =
    request.validation === null
      ? null
      : placedAt(otherPlace, () => rowsOf(readSeries(normalizeText(request.validation!), options)));
  const tail = cut < series.rows ? { rows: all, from: cut } : null;
  return {
    kind: "series",
    series,
    scaling,
    all,
    rows: { ...all, values: all.values.subarray(0, cut * columns) },
    validation: other === null ? tail : { rows: other, from: 0 },
  };
}

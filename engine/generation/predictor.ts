import { badModelFile } from "../formats/modelFile.ts";
import type { FloatArray } from "../memory/arena.ts";
import { blankIds } from "../text/batching/blanks.ts";
import { type LetterForm, normalizeText } from "../text/normalize.ts";
import { spans, type Tokenizer } from "../text/tokenizers/tokenizer.ts";
import type { Vocabulary } from "../text/vocabulary.ts";
import { Best } from "./best.ts";
import { type Candidate, CompletionSearch } from "./completions.ts";
import { contextIds, idsAtStart } from "./context.ts";
import { ContextCache, type KnownContext } from "./contextCache.ts";
import { rankOf } from "./distribution.ts";
import type { Prediction, PredictRequest } from "./prediction.ts";
import { type Readable, Reader } from "./reader.ts";

/** Rows of the beam search over a model of streams. */
const beamRows = 12;

/** A trained model on tokens, ready to be asked. */
export interface Askable {
  readonly readable: Readable;
  readonly tokenizer: Tokenizer;
  readonly vocabulary: Vocabulary;
  /** How the letters of its text were written. */
  readonly letters: LetterForm;
  readonly values: FloatArray;
  /** Steps that it was trained for. */
  readonly step: number;
  /** How many tokens on both sides of a blank it reads; null for a model that says what comes next. */
  readonly fill: { readonly left: number; readonly right: number } | null;
}

/** Tells, for a trained model, what comes after a text, or what stands in a blank. */
export class Predictor {
  private readonly model: Askable;
  private readonly reader: Reader;
  /** Null where a token is a word, and for a model that fills blanks. */
  private readonly completions: CompletionSearch | null;
  private readonly cache = new ContextCache();

  /** @throws EngineError `outOfMemory`; `badModelFile` if the weights are not those of the recipe's model */
  constructor(model: Askable) {
    this.model = model;
    this.reader = this.newReader(1);
    this.completions =
      model.tokenizer.continuesWord !== null && model.fill === null
        ? new CompletionSearch(this.newReader(this.searchRows()), model.vocabulary, model.tokenizer)
        : null;
  }

  /** A search through windows reads T tokens where one through streams reads one: it gets fewer beams. */
  private searchRows(): number {
    const { carries, plan } = this.model.readable;
    return carries === "none" ? Math.max(5, Math.floor(beamRows / Math.sqrt(plan.steps))) : beamRows;
  }

  private newReader(rows: number): Reader {
    const { values, readable } = this.model;
    const reader = new Reader(readable, rows);
    if (reader.weightCount !== values.length) throw badModelFile("its weights are not as many as its recipe asks for");
    reader.copyWeights(values);
    return reader;
  }

  /** Nothing is predicted without context: a model says something only after it has read a token. */
  predict({ context, contextTokens, count, actual, after = "" }: PredictRequest): Prediction {
    const { tokenizer, vocabulary, fill } = this.model;
    const before = contextIds(context, fill?.left ?? contextTokens, tokenizer, vocabulary, this.model.letters);
    const ids = fill === null ? before : this.blankBetween(before, after, fill);
    const outOf = this.completions ? null : this.model.vocabulary.size;
    const frame = { step: this.model.step, outOf, contextUsed: this.textOf(before) };
    if (ids.length === 0) return { ...frame, candidates: [], actual: null };
    const known = this.read(ids);
    if (this.completions)
      return {
        ...frame,
        candidates: this.completions.search(known.reading, known.next, count),
        actual: this.actualWord(known, actual),
      };
    return { ...frame, candidates: this.nextWords(known.next, count), actual: this.actualToken(known.next, actual) };
  }

  /** L tokens before, the blank, R after; signs of the text's edge where there are fewer. */
  private blankBetween(before: readonly number[], after: string, { left, right }: { left: number; right: number }): number[] {
    const { tokenizer, vocabulary, letters } = this.model;
    const { blank, edge } = blankIds(vocabulary.size);
    const behind = idsAtStart(after, right, tokenizer, vocabulary, letters);
    const edges = (count: number): number[] => new Array<number>(count).fill(edge);
    return [...edges(left - before.length), ...before, blank, ...behind, ...edges(right - behind.length)];
  }

  private read(ids: readonly number[]): KnownContext {
    const prefix = this.cache.longestPrefix(ids);
    if (prefix?.ids.length === ids.length) return prefix;
    const reading = this.reader.read(prefix?.reading ?? this.reader.start, ids.slice(prefix?.ids.length ?? 0));
    const known = { ids, reading, next: this.reader.probabilities(0).slice() };
    this.cache.add(known);
    return known;
  }

  private nextWords(next: Float64Array, count: number): Candidate[] {
    const { vocabulary } = this.model;
    const best = new Best<Candidate>(count);
    for (let id = 0; id < next.length; id++) {
      const probability = next[id]!;
      if (id !== vocabulary.unknown && probability > best.threshold)
        best.offer(probability, { text: vocabulary.token(id), probability });
    }
    return best.items;
  }

  private actualToken(next: Float64Array, actual: string): Prediction["actual"] {
    const [first] = spans(this.model.tokenizer, normalizeText(actual, this.model.letters));
    const id = first === undefined ? null : this.model.vocabulary.idOf(first.token);
    return id === null ? null : { text: first!.token, probability: next[id]!, rank: rankOf(next, id) };
  }

  /** The word's characters one after the other, and its end; as far as the first character that the vocabulary does not know. */
  private actualWord(known: KnownContext, actual: string): Prediction["actual"] {
    const { tokenizer, vocabulary, letters } = this.model;
    const all = spans(tokenizer, normalizeText(actual, letters)).map(({ token }) => vocabulary.idOf(token));
    const unknownAt = all.indexOf(null);
    const ids = (unknownAt < 0 ? all : all.slice(0, unknownAt)) as number[];
    if (ids.length === 0) return null;
    let { reading, next } = known;
    let probability = 1;
    for (const id of ids) {
      probability *= next[id]!;
      reading = this.reader.read(reading, [id]);
      next = this.reader.probabilities(0);
    }
    if (unknownAt < 0) probability *= this.completions!.endProbability(next);
    return { text: this.textOf(ids), probability, rank: null };
  }

  private textOf(ids: readonly number[]): string {
    return this.model.tokenizer.join(ids.map((id) => this.model.vocabulary.token(id)));
  }
}
